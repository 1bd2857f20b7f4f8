# What would leave for a body, shown to the person before they say yes.
hand-over-lead-report-fraud = Here are your answers, in the order in which { $body } asks. You report, not we. Read from it when you ring or fill in the form.
hand-over-lead-bank = Here is what to tell { $body }. You send it, not we. Read it, and sign it if it is true.
hand-over-lead-insurer = Here is what to tell { $body }. You send it, not we.
hand-over-lead-data-authority = Here is what { $body } asks first. You send it, not we. You can add the rest later.
hand-over-lead-it-provider = Here is what { $body } needs to know to help you.
hand-over-lead-police = We would like to give this to { $body }. They do not have it yet.
hand-over-lead-platform = We would like to ask { $body } to take this down. Your name is not in it.
hand-over-lead-support = We would like to tell { $body } about you, so that they can help you.
hand-over-next-asked = Read all of it first. This is all that leaves. If you say no, we do not send it, and we go on helping you.
hand-over-next-yours = When you have sent it, tell us the number that they gave you. Then no one asks you again.
hand-over-next-ours = You said yes. We send it next.
hand-over-next-gone = This is what left. They can see this and no more.
hand-over-next-no = You said no. We do not send it.
hand-over-next-taken-back = You took your yes back. They can no longer open it here. We cannot fetch what they kept, but we tell them.
hand-over-take-back = You can take your yes back at any time.
hand-over-paper = What leaves, word for word
