//! What comes out of something packed, while the limits hold. What is counted is what really comes out, never what a
//! header says.

use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::{Budget, Limit, MOST_RATIO, RATIO_FROM};

/// Bytes that are taken at a time.
const STEP: usize = 32 * 1024;
/// The most memory of a dictionary of xz, 7z and Zstandard, in kibibytes.
pub(crate) const MOST_DICTIONARY_KIB: u32 = 16 * 1024;

/// How something is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packing {
    /// DEFLATE (RFC 1951) alone.
    Deflate,
    /// DEFLATE with the frame of RFC 1950.
    Zlib,
    /// gzip (RFC 1952), any number of members.
    Gzip,
    /// bzip2.
    Bzip2,
    /// xz.
    Xz,
    /// Zstandard (RFC 8878).
    Zstd,
}

impl Packing {
    /// Slow ones cost more of the budget, so that every byte of it takes about the same time.
    fn price(self) -> u64 {
        match self {
            Self::Deflate | Self::Zlib | Self::Gzip => 1,
            Self::Xz | Self::Zstd => 8,
            Self::Bzip2 => 20,
        }
    }
}

/// Why unpacking ended early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// A limit was met.
    Limit(Limit),
    /// Damaged.
    Damaged,
}

/// What came out, and why no more.
pub(crate) struct Unpacked {
    pub(crate) bytes: Vec<u8>,
    pub(crate) stop: Option<Stop>,
}

/// Unpacks what is packed.
pub(crate) fn unpack(packing: Packing, packed: &[u8], budget: &mut Budget) -> Unpacked {
    guarded(|| match packing {
        Packing::Deflate => pour(flate2::read::DeflateDecoder::new(packed), packing, packed.len(), budget),
        Packing::Zlib => pour(flate2::read::ZlibDecoder::new(packed), packing, packed.len(), budget),
        Packing::Gzip => pour(flate2::read::MultiGzDecoder::new(packed), packing, packed.len(), budget),
        Packing::Bzip2 => pour(bzip2::read::MultiBzDecoder::new(packed), packing, packed.len(), budget),
        Packing::Xz => {
            let reader = lzma_rust2::XzReader::new_mem_limit(packed, true, MOST_DICTIONARY_KIB);
            pour(reader, packing, packed.len(), budget)
        }
        Packing::Zstd => zstd(packed, budget),
    })
}

fn zstd(mut packed: &[u8], budget: &mut Budget) -> Unpacked {
    let length = packed.len();
    let most = u64::from(MOST_DICTIONARY_KIB) * 1024;
    match ruzstd::decoding::StreamingDecoder::new_with_max_window_size(&mut packed, most) {
        Ok(reader) => pour(reader, Packing::Zstd, length, budget),
        Err(_) => Unpacked { bytes: Vec::new(), stop: Some(Stop::Damaged) },
    }
}

/// Takes from a reader while the limits hold.
fn pour(mut reader: impl Read, packing: Packing, packed: usize, budget: &mut Budget) -> Unpacked {
    let mut bytes = Vec::new();
    let mut step = vec![0; STEP];
    loop {
        let read = match reader.read(&mut step) {
            Ok(0) => return Unpacked { bytes, stop: None },
            Ok(read) => read.min(STEP),
            Err(_) => return Unpacked { bytes, stop: Some(Stop::Damaged) },
        };
        if let Err(limit) = budget.unpack((read as u64).saturating_mul(packing.price())) {
            return Unpacked { bytes, stop: Some(Stop::Limit(limit)) };
        }
        bytes.extend_from_slice(&step[..read]);
        let out = bytes.len() as u64;
        if out > RATIO_FROM && out / MOST_RATIO > packed as u64 {
            return Unpacked { bytes, stop: Some(Stop::Limit(Limit::Ratio)) };
        }
    }
}

/// Raw LZMA or LZMA2 as 7z archives pack their own list with; at most `size` bytes.
pub(crate) fn unpack_lzma(
    coder: &[u8],
    properties: &[u8],
    packed: &[u8],
    size: u64,
    budget: &mut Budget,
) -> Unpacked {
    let damaged = || Unpacked { bytes: Vec::new(), stop: Some(Stop::Damaged) };
    let dictionary_fits = |size: u32| size / 1024 <= MOST_DICTIONARY_KIB;
    guarded(|| match (coder, properties) {
        ([3, 1, 1], [props, d0, d1, d2, d3]) => {
            let dictionary = u32::from_le_bytes([*d0, *d1, *d2, *d3]);
            let small = u32::try_from(size.max(4096)).unwrap_or(u32::MAX);
            let dictionary = dictionary.min(small);
            if !dictionary_fits(dictionary) {
                return damaged();
            }
            match lzma_rust2::LzmaReader::new_with_props(packed, size, *props, dictionary, None) {
                Ok(reader) => pour(reader.take(size), Packing::Xz, packed.len(), budget),
                Err(_) => damaged(),
            }
        }
        ([0x21], [_]) => {
            let dictionary = u32::try_from(size.max(4096)).unwrap_or(u32::MAX);
            if !dictionary_fits(dictionary) {
                return damaged();
            }
            let reader = lzma_rust2::Lzma2Reader::new(packed, dictionary, None);
            pour(reader.take(size), Packing::Xz, packed.len(), budget)
        }
        _ => damaged(),
    })
}

/// A fault of a library is a damaged file to us.
fn guarded(unpack: impl FnOnce() -> Unpacked) -> Unpacked {
    catch_unwind(AssertUnwindSafe(unpack))
        .unwrap_or_else(|_| Unpacked { bytes: Vec::new(), stop: Some(Stop::Damaged) })
}
