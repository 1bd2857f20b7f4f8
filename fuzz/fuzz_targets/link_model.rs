//! Whatever a model file holds: it is refused with words, or it is written and read again as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use linking::{reports, tables};

fuzz_target!(|text: &str| {
    if let Ok(model) = tables::Model::from_toml(text) {
        let written = model.to_toml().expect("a model that was read can be written");
        assert_eq!(tables::Model::from_toml(&written).expect("and read again"), model);
    }
    if let Ok(model) = reports::Model::from_toml(text) {
        let written = model.to_toml().expect("a model that was read can be written");
        assert_eq!(reports::Model::from_toml(&written).expect("and read again"), model);
    }
});
