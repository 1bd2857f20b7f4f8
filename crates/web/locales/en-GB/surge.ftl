# How the desk is doing: when very many people write at once, what goes round, and how long answers take.

surge-more = See how we are doing
surge-answers = Half of our answers come within { $time }.
surge-expected = We think answers take { $time } now.
status-title = How we are doing
status-lead = Here you can see if we are there, how long answers take, and what goes round now.
status-desk = Are you there now?
status-surge = Very many people write to us now
status-surge-since = Since { $since }.
status-advice = What goes round now
status-advice-none = We know of nothing that goes round just now.
status-advice-since = We told this on { $day }.
status-answers = How long do answers take?
status-answers-measured = In the last { $days } days, half of our answers came within { $time }. We count from when you told us to when one of us wrote or rang.
status-answers-expected = We think answers take { $time } now.
status-answers-few = There were too few to say. You see a time on your own page when you tell us.
status-urgent = Do not wait for us if it is urgent. Ring 999 if someone is in danger. Ring your bank on 159 if money has gone.
status-help = What to do right now
status-figures = What people told us, in numbers
