//! Home: four doors, who we are, when we are open, how to be sure that it is us.
