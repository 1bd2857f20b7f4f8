//! Small files for tests, made here byte by byte.

#![allow(dead_code, reason = "each test file needs some of them")]

use std::io::Write as _;

use enclosures::{Alarm, Blind, Budget, Contents, open};

/// Opens a file with the budget of a message and nobody to read pictures.
pub fn opened(name: &str, bytes: &[u8]) -> Contents {
    open(name, "", bytes, &mut Budget::of_a_message(), &Blind)
}

/// The alarms of a file.
pub fn alarms(name: &str, bytes: &[u8]) -> Vec<Alarm> {
    opened(name, bytes).alarms
}

/// A ZIP archive; each file may be locked by its flag.
pub fn zip_with(files: &[(&str, &[u8], u16)]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, data, flags) in files {
        let at = out.len() as u32;
        let packed = deflated(data);
        let mut facts = flags.to_le_bytes().to_vec();
        facts.extend([8, 0, 0, 0, 0, 0]);
        facts.extend([0; 4]);
        facts.extend((packed.len() as u32).to_le_bytes());
        facts.extend((data.len() as u32).to_le_bytes());
        facts.extend((name.len() as u16).to_le_bytes());
        facts.extend([0, 0]);
        out.extend(b"PK\x03\x04\x14\0");
        out.extend(&facts);
        out.extend(name.as_bytes());
        out.extend(&packed);
        directory.extend(b"PK\x01\x02\x14\0\x14\0");
        directory.extend(&facts);
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (at, count) = (out.len() as u32, files.len() as u16);
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(at.to_le_bytes());
    out.extend([0, 0]);
    out
}

/// A ZIP archive.
pub fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    zip_with(&files.iter().map(|(name, data)| (*name, *data, 0)).collect::<Vec<_>>())
}

/// DEFLATE alone.
pub fn deflated(data: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(data).unwrap();
    packer.finish().unwrap()
}

/// DEFLATE in the frame that PDF has.
pub fn zlib(data: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(data).unwrap();
    packer.finish().unwrap()
}

/// gzip.
pub fn gzip(data: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(data).unwrap();
    packer.finish().unwrap()
}

/// A PDF of these objects, without a table: readers look for objects where they stand.
pub fn pdf(objects: &[&str]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    for (nth, object) in objects.iter().enumerate() {
        out.extend(format!("{} 0 obj\n{object}\nendobj\n", nth + 1).bytes());
    }
    out.extend(b"trailer << /Root 1 0 R >>\n%%EOF\n");
    out
}

/// A stream for an object of a PDF.
pub fn stream(fields: &str, data: &[u8]) -> Vec<u8> {
    let mut out = format!("<< /Length {} {fields} >>\nstream\n", data.len()).into_bytes();
    out.extend(data);
    out.extend(b"\nendstream");
    out
}

/// A PDF of objects that hold any bytes.
pub fn pdf_of(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    for (nth, object) in objects.iter().enumerate() {
        out.extend(format!("{} 0 obj\n", nth + 1).bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    out
}

/// A document of Word with this text between its body's tags, and more parts.
pub fn docx(body: &str, relations: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let document = format!("<?xml version=\"1.0\"?><w:document><w:body>{body}</w:body></w:document>");
    let relations = format!("<?xml version=\"1.0\"?><Relationships>{relations}</Relationships>");
    let mut files: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", document.as_bytes()),
        ("word/_rels/document.xml.rels", relations.as_bytes()),
    ];
    files.extend(more);
    zip(&files)
}

/// A compound file of these streams; folders are made on the way.
pub fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
    for (path, data) in streams {
        if let Some((folder, _)) = path.rsplit_once('/').filter(|(folder, _)| !folder.is_empty()) {
            file.create_storage_all(folder).unwrap();
        }
        file.create_stream(path).unwrap().write_all(data).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// A macro's source as Office packs it, with letters only and no copies.
pub fn macro_stream(source: &str) -> Vec<u8> {
    let mut out = b"some bytes of the compiler".to_vec();
    out.push(1);
    for piece in format!("Attribute VB_Name = \"M\"\r\n{source}").as_bytes().chunks(4_000) {
        let mut packed = Vec::new();
        for eight in piece.chunks(8) {
            packed.push(0);
            packed.extend(eight);
        }
        out.extend((0xb000 | (packed.len() as u16 - 1)).to_le_bytes());
        out.extend(packed);
    }
    out
}

/// Sixteen-bit letters, the low byte first.
pub fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// The pixels of a QR code, one byte each, with a border; and how many stand in a row.
pub fn qr(words: &str, scale: usize) -> (Vec<u8>, usize) {
    let code = fast_qr::QRBuilder::new(words).build().unwrap();
    let side = (code.size + 8) * scale;
    let dark = |at: usize| {
        let (x, y) = (at % side / scale, at / side / scale);
        let inside = (4..code.size + 4).contains(&x) && (4..code.size + 4).contains(&y);
        inside && code[y - 4][x - 4].value()
    };
    ((0..side * side).map(|at| if dark(at) { 0 } else { 255 }).collect(), side)
}

/// A picture of a QR code.
pub fn qr_picture(words: &str, scale: usize, format: image::ImageFormat) -> Vec<u8> {
    let (pixels, side) = qr(words, scale);
    let picture = image::GrayImage::from_raw(side as u32, side as u32, pixels).unwrap();
    let mut out = std::io::Cursor::new(Vec::new());
    image::DynamicImage::ImageLuma8(picture).into_rgb8().write_to(&mut out, format).unwrap();
    out.into_inner()
}
