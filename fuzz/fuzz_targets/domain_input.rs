//! Whatever people paste is answered, and what is read reads back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use terms::DomainName;

fuzz_target!(|text: &str| {
    if let Ok(name) = DomainName::parse(text) {
        assert_eq!(DomainName::parse_bare(name.as_ascii()), Ok(name.clone()));
        assert!(name.as_ascii().len() <= 253);
        let _ = name.registrable().to_unicode();
        assert!(!checkup::next(&name, &checkup::Answers::new(), checkup::Level::Records).is_empty());
    }
});
