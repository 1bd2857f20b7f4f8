//! Whatever a web host sends, the page is read, kept within its limits, and no value of a cookie stays.
#![no_main]

use checkup::{LONGEST_FIELD, MOST_COOKIES, MOST_GENERATORS, MOST_INSECURE_PARTS, MOST_MARKS, read_page};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|sent: (u16, Vec<(String, String)>, Vec<u8>)| {
    let (status, fields, body) = sent;
    let page = read_page(status, &fields, &body);
    assert!(page.cookies.len() <= MOST_COOKIES);
    assert!(page.insecure_parts.len() <= MOST_INSECURE_PARTS);
    assert!(page.made_with.len() <= MOST_MARKS);
    assert!(page.generator.iter().all(|makers| makers.lines().count() <= MOST_GENERATORS));
    let texts = page.fields.values().chain(&page.title).chain(&page.location).chain(&page.insecure_parts);
    for text in texts {
        assert!(text.chars().count() <= LONGEST_FIELD);
    }
    assert_eq!(read_page(status, &fields, &body), page);
});
