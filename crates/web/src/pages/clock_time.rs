//! Days and times on the clock, as forms of several pages read them.

use jiff::civil::Time;

/// Years are written with four digits: an earlier one is a slip.
pub(crate) const FIRST_YEAR: i16 = 2000;

/// A time as people type it: `16:10`, `9.05`. None for anything else.
pub(crate) fn read_time(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once([':', '.'])?;
    Time::new(hour.trim().parse().ok()?, minute.trim().parse().ok()?, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_as_people_type_it() {
        assert_eq!(read_time("16:10"), Some(Time::constant(16, 10, 0, 0)));
        assert_eq!(read_time("9 . 05"), Some(Time::constant(9, 5, 0, 0)));
        for wrong in ["", "16", "25:00", "12:60", "noon"] {
            assert_eq!(read_time(wrong), None, "{wrong}");
        }
    }
}
