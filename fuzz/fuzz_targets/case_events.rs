//! Whatever stands where the events of a case should stand: it is read or refused, and what was read can be folded,
//! timed, ranked and shown at any moment.
#![no_main]

use centre::calendar::Calendar;
use centre::case::{Case, Event, rank, tracker};
use centre::clock::{Policy, clocks, duties};
use centre::region::{Shift, WeekHours};
use jiff::civil::Weekday;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (Vec<String>, i64)| {
    let (lines, seconds) = input;
    let events: Vec<Event> = lines.iter().filter_map(|line| Event::read(line).ok()).collect();
    let Ok(now) = jiff::Timestamp::from_second(seconds) else { return };
    let hours = WeekHours::on(&[Weekday::Monday, Weekday::Sunday], Shift { from: 30, until: 24 * 60 });
    let Ok(zone) = jiff::tz::TimeZone::get("Europe/London") else { return };
    let calendar = Calendar::new(zone, hours, Vec::new());
    let case = Case::after(&events);
    let readings = clocks(&events, &Policy::proposed(), &calendar, now);
    for reading in &readings {
        assert!(reading.explain(&calendar, now).ends_with('.'));
    }
    for duty in duties(&case, &calendar, now) {
        assert!(duty.explain(&calendar).ends_with('.'));
    }
    let _ = (rank(&case, &readings, now), tracker(&case, &readings, now));
    for event in &events {
        let json = serde_json::to_string(event).expect("an event can be written");
        assert_eq!(&Event::read(&json).expect("what was written can be read"), event);
    }
});
