# The four promises, and how each stands. Not known is a state of its own and never sounds good.
promise-mail-is-yours = Mail in your name is yours
promise-website-is-safe = Your website is safe to visit
promise-nothing-dangerous-open = Nothing risky is left open
promise-name-is-yours = Your name is there, and yours
promise-kept = Kept
promise-partly = Partly kept
promise-not-kept = Not kept
promise-could-not-check = Could not check
promise-more = What we saw

# The one next thing.
next-lead = Your next thing
next-who = Who can do it
next-how-long = How long it takes
next-proof = How to see that it worked:

# Deadlines.
clock-running = There is time
clock-short = Little time left
clock-met = Done in time
clock-missed = The time is over
clock-left = left
clock-by = By

# Pictures and lines to copy.
figure-table = See the same figures in a table
figure-csv = Get the figures as a file (CSV)
paste-copy = Copy
paste-copied = Copied
