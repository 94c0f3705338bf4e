"""The rules of commands in Korean; ``render.rule`` says how they are written."""

from __future__ import annotations

UNITS = ("일 단위", "월 단위", "분기 등", "연 단위", "10년 단위", "세기 단위")
WORDS = {
    "when": "첫날, 마지막 날, 키",
    "latest": "마지막 날, 첫날, 키",
    "recorded": "현재 기록이 남은 시각",
    "key": "키",
    "count": "사건 수(많은 것부터)",
    "name": "이름",
    "first": "첫 사건",
    "last": "마지막 사건",
    "week": "주",
    "month": "달",
    "quarter": "분기",
    "year": "해",
}


def days(number: int) -> str:
    """``7일``."""
    return f"{number:,}일"


def off(unit: str, number: int) -> str:
    """``월 단위 31일``."""
    return f"{unit} {days(number)}"


EVERY = "모든 사건"
"""An empty query."""

SHARED = {
    "stands": """
    각 사건은 질문에 적힌 시점의 로그대로, 곧 다른 기록이 대체하지 않은 최신 판으로 센다. 철회된 사건은 검색식이
    요구하지 않는 한 뺀다.
    """,
    "query": "[query] 검색식에 맞는 사건만 센다: {query}",
    "distance": """
    두 날짜의 거리는 가장 가까운 두 끝 사이의 달력 날수다. 앞이면 음수, 같은 날이 있으면 0이다. 정확하지 않은
    날짜에서는 가능한 가장 작은 거리부터 가장 큰 거리까지의 범위가 된다.
    """,
    "margin": "대략의 날짜(~)는 표시된 단위에 따라 앞뒤로 이만큼 다를 수 있다: {margin}.",
    "doubt": "출처가 스스로 의심하는 날짜(?)가 있으면 확실한 것으로 치지 않는다.",
    "zone": "[tz] 시각이 있는 날짜는 {tz} 시간대에서 보고, 나머지는 각자의 시간대 날짜다.",
    "own zone": "[!tz] 모든 날짜는 각자의 시간대의 달력 날짜다.",
    "before": "[before] 그 앞에 있었거나 있었을 수 있는 것만 센다. 같은 날이거나 겹치는 것은 앞이 아니다.",
    "after": "[after] 그 뒤에 있었거나 있었을 수 있는 것만 센다. 같은 날이거나 겹치는 것은 뒤가 아니다.",
    "limit": "[limit] 많아야 {limit}건을 보인다.",
    "offset": "[offset] 처음 {offset}건은 건너뛴다.",
    "reverse": "[reverse] 순서를 뒤집는다.",
}
"""Sentences that several commands have."""

RULES = {
    "list": """
    [!query] 답은 로그의 모든 사건이다. 순서: {sort}.

    [query] 답은 검색식에 맞는 사건이다. 순서: {sort}. 검색식: {query}

    @reverse @offset @limit

    [query] 검색식의 날짜에는, 사건 자신의 시간대로 그 가운데 어느 날에 있었을 수 있는 사건이 맞는다.

    @stands
    """,
    "search": """
    답은 검색식에 맞는 사건이다. 순서: {sort}. 검색식: {query}

    낱말은 제목, 요약, 출처의 제목, 참여자의 모든 이름에서 찾는다. 언어와 대소문자를 가리지 않고, 낱말의 일부여도
    된다.

    각 사건에는 이들 글 가운데 찾는 낱말이 든 것을 함께 보인다.

    @reverse @offset

    @limit @stands
    """,
    "show": """
    답은 질문에 적힌 시점의 로그가 {key} 사건에 대해 말하는 것, 곧 다른 기록이 대체하지 않은 최신 판이다.

    서로 엇갈리는 판이 있으면 최신 판을 보이고 그 사실을 밝힌다.

    [tz] 그 사건이 있었을 수 있는 날은 {tz} 시간대의 날이다.
    """,
    "within": """
    {key} 사건에서 {days} 이내에 있거나, 날짜가 정확하지 않아 그럴 수 있는 사건이 답이다. 그럴 수 있을 뿐인 것에는
    표시(? 또는 certain: false)가 있다. 그 사건 자신은 답에 들지 않는다.

    @before @after

    [certain] 그럴 수 있을 뿐인 것은 뺀다.

    @distance @margin @doubt

    @zone @own zone

    @query @stands
    """,
    "gap": """
    답은 {first} 사건에서 {second} 사건까지의 거리와, 성립할 수 있는 모든 앨런 관계다.

    @distance @margin @doubt

    @zone @own zone @stands
    """,
    "relation": """
    답은 {first} 사건의 날들과 {second} 사건의 날들 사이에 성립할 수 있는 모든 앨런 관계(열셋)다. 하나뿐이면
    확정이다.

    날이 단위다. 끝난 다음 날 시작하면 만나는(meets) 것이고, 하루라도 사이에 있으면 앞선(before) 것이다. 같은 날들을
    채우면 같은(equals) 것이다.

    정확하지 않은 날짜는 그 가운데 어느 날이든 될 수 있고, 날짜의 집합은 첫날부터 마지막 날까지 이어지는 것으로
    보며, 출처가 의심하는 것(?)은 적힌 대로 센다.

    @margin @zone @own zone @stands
    """,
    "follows": """
    [!summary] 둘째 검색식의 사건이 첫째 검색식의 사건 뒤 0일에서 {within} 사이에 있었거나, 날짜가 정확하지 않아
    그랬을 수 있으면 그 쌍이 답이다. 그랬을 수 있을 뿐인 쌍에는 표시(? 또는 certain: false)가 있다. 자신의 뒤에 오는
    사건은 없다.

    [summary] 첫째 검색식의 사건 뒤 0일에서 {within} 사이에 둘째 검색식의 사건이 있었으면 뒤따른 것으로 센다. 확실한
    하루에 있었던 사건만 센다. 자신의 뒤에 오는 사건은 없다.

    [summary] 우연은 이렇게 본다. 첫째 검색식의 사건은 그대로 두고, 둘째 검색식의 사건은 각각 두 검색식의 첫
    사건부터 마지막 사건까지 어느 날에나 같은 확률로 놓는다. 시드 {seed}에서 {shuffles}번 되풀이하며, 범위는 그
    가운데 95%다.

    첫째 검색식: {query}

    둘째 검색식: {then}

    [certain] 그랬을 수 있을 뿐인 것은 뺀다.

    [!summary] @distance @margin @doubt

    @zone @own zone @stands
    """,
    "nearest": """
    답은 {key} 사건에 가장 가까운 사건 {number}건이다. 그 사건 자신은 들지 않는다.

    날짜가 정확하지 않으면 가장 멀 때의 거리, 가장 가까울 때의 거리, 날짜 순으로 견준다.

    @before @after

    [certain] 거리를 정확히 알 수 없는 사건은 뺀다.

    @distance @margin @doubt

    @zone @own zone

    @query @stands
    """,
    "chain": """
    답은 {key} 사건이 든 연쇄다. 각 사건은 앞선 것들이 끝난 뒤 {within} 이내에 시작한다. {limit}건이 넘으면 그
    사건에 가장 가까운 {limit}건을 보인다.

    정확하지 않은 날짜는 가능한 모든 날로, 날짜의 집합은 첫날부터 마지막 날까지로 참여한다.

    [certain] 날짜가 정확하지 않은 다른 사건은 뺀다.

    @distance @margin @doubt

    @zone @own zone

    [query] {key} 사건 말고는 검색식에 맞는 사건만 센다: {query}

    @stands
    """,
    "disputes": """
    로그와 출처가 한 사건에 대해 말하는 날짜 가운데 함께 맞을 수 없는 둘이 있거나, 출처가 그 날짜와 다른 요일을
    말하면 답에 든다.

    같을 수 있는 날짜는 일치하는 것으로 본다. 한쪽이 더 정밀할 수 있다.

    두 시간대를 모두 알면 같은 순간의 다른 날짜를 진짜 차이와 가린다. 하나라도 모르면 하루 차이는 같은 순간일 수
    있다.

    @query @stands
    """,
    "pace": """
    각 사건은 시작한 {by}에 한 번 센다. 주는 ISO 8601의 주(월요일부터 일요일까지)다.

    시작한 날을 모르면 가능한 날에 고르게 나누고, 그 범위를 알 수 없으면 뺀다. 의심의 표시(~와 ?)는 셈을 바꾸지
    않는다.

    추세는 기간의 전반과 후반의 평균을 견준 것이다. 차이가 10분의 1 이하면 비슷한 것으로 본다.

    가장 긴 공백은 날짜가 확실한 사건 사이의 것이고, 가장 바쁜 주는 가장 많은 사건이 시작한 주다.

    @zone @own zone

    @query @stands
    """,
    "anniversaries": """
    물은 날의 꼭 몇 해 전(한 해 이상)에 시작한 사건이 답이다.

    [!on] 물은 첫날은 오늘, {today}이다.

    [on] 물은 첫날: {on}.

    [following] 그 뒤로 이어지는 기간: {following}.

    1, 5, 25와 10의 배수 해가 먼저 오고, 그다음은 날 순이다. 2월 29일에 시작한 것은 그날이 없는 해에는 28일로 본다.

    시작한 날을 모르거나, 출처가 의심하거나(?) 대략인(~) 사건은 뺀다.

    @limit @zone

    @own zone @query @stands
    """,
    "actors": """
    [!query] 답은 사건에 참여하거나 로그에 기록이 있는 모든 행위자다. 순서: {sort}.

    [query] 답은 검색식에 맞는 사건에 참여하는 행위자다. 순서: {sort}. 검색식: {query}

    저마다 역할과 상관없이 참여하는 사건을 센다. 처음과 마지막은 첫날, 마지막 날, 키 순이다.

    @reverse @limit @stands
    """,
    "actor": """
    답은 키나 이름이 {name}인 행위자가 참여하는 사건을 센 것이다.

    역할과 함께 나오는 행위자의 수는 사건 수이며 많은 것부터 보인다. 함께 나오는 행위자는 열까지만 보인다.

    최근 사건은 첫날, 마지막 날, 키 순으로 마지막 {limit}건이다.

    @stands
    """,
    "members": """
    물은 날에 키나 이름이 {name}인 단체의 구성원이거나, 날짜가 정확하지 않아 그럴 수 있는 행위자가 답이다. 그럴 수 있을
    뿐인 것에는 표시(? 또는 certain: false)가 있다.

    [on] 물은 날: {on}.

    [!on] 물은 날은 오늘, {today}이다.

    구성원 자격은 사건에서 따른다. 사건에 founder, member, joiner로 참여하면 그때부터 구성원이고, leaver,
    former-member로 참여하면 그때부터 아니다. 단체는 그 사건에 subject나 alliance로, 또는 역할 없이 참여한다.

    [certain] 그럴 수 있을 뿐인 것은 뺀다.

    @margin @zone @own zone @query @stands
    """,
    "alliances": """
    답은 키나 이름이 {name}인 행위자가 들어가거나 나온 연합체를 시간순으로 보인 것이다. 그 연합체가 참여하는 사건에서
    founder, member, joiner면 들어간 것이고 leaver, former-member면 나온 것이다.

    기록의 유형이 alliance인 것이 연합체다. 종류가 alliance인 사건에 그런 것이 없으면 그 사건의 subject를 연합체로 본다.

    [on] {on}에 그 안에 있거나, 날짜가 정확하지 않아 있을 수 있는 것만 센다.

    @margin @zone @own zone @stands
    """,
    "camps": """
    답은 로그에 주장이 있는 모든 진영을 이름순으로 보인 것이다. 주장은 출처가 어느 날 한 말이며, 같은 대상을
    달리 말하는 주장이 있으면 표시한다.

    그 진영이라는 주장이 있는 사건을 세고, 사건 자체에 아무 진영 주장이 없으면 그런 주장이 있는 행위자가
    참여하는 사건도 센다.

    @query @stands
    """,
    "camp": """
    답은 {name} 진영이라는 주장이 있는 행위자와 사건, 그리고 그 밖에 그들에 대한 주장이다.

    각 행위자에는 무엇인가를 내놓은 처음 {limit}건의 사건을 함께 보인다. developer, provider, announcer, founder, host로
    참여한 사건이 그것이고, 행위자가 제품, 모델, 연합체면 subject로 참여한 사건도 든다. 사건 자체에 진영 주장이
    있으면 그 주장을 따르며, 종류가 investment, leadership, litigation, market인 사건은 내놓은 것으로 보지 않는다.

    @query @stands
    """,
    "figures": """
    답은 사건이 말하는 모든 수치다. 이름, 단위, 대상이 같은 것끼리 한 계열이다. 대상은 역할이 subject인 행위자이고,
    없으면 역할이 source가 아닌 모든 행위자다.

    계열 안에서는 기간 순이다. 기간이 적혀 있지 않으면 사건의 날짜를 쓴다.

    변화는 그 전에 끝난 마지막 기간과 견준 것이다. 그 기간의 값이 엇갈리면 변화를 적지 않는다. 같은 계열, 같은
    기간에 다른 값이 있으면 표시한다.

    @query @stands
    """,
    "changes": """
    답은 {since} 이후에 로그에서 새로 기록되거나 수정, 철회되거나 되살아나거나 엇갈리거나 정리된 것이다. 기록된
    시각으로 보며, 날은 시작부터 센다.

    모든 것을 그대로 둔 기록은 바꾼 것이 없는 것으로 본다.

    [query] 지금, 또는 철회될 때 검색식에 맞는 사건만 센다: {query}

    [!query] 사건과 함께 행위자도 센다.
    """,
    "history": """
    답은 질문에 적힌 시점까지의 {key} 기록 전부를 기록된 순서로 보인 것이다.

    다른 기록이 대체하지 않은 기록이 유효하다. 바뀐 것은 그 기록이 대체한다고 밝힌 첫 기록과 견준 것이다.
    """,
}
"""By command."""
