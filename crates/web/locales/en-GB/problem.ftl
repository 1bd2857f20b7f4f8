problem-home = Start from the home page
problem-help = Get help now
