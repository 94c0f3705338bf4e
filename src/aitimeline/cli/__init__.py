"""The shell's side: arguments, environment, clock and terminal."""
