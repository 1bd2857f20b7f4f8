//! What the people of the centre work with: members, notes, funded places, lists in and out, and the house's own workings.
