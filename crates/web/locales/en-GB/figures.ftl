# The figures of reports that everybody can read. They name nobody.

figures-title = What people told us
figures-lead = What people told us, what came of it, and if we kept our word. You see months and quarters that are over.
figures-hidden = No one can be told from these numbers. A number from 1 to 4 is not shown. Where one is hidden, others are hidden with it, so that nobody can work it out.
figures-counted = Brought up to date
figures-none = There is no month to show yet.
figures-nothing = There is nothing to show yet.
figures-file = Take it as a file (CSV)
figures-what = What is counted
