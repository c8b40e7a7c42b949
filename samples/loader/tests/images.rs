//! The apps of testdata, held against the memory that the loader in C# makes of them (testdata/loader/loader.tsv).
mod common;

use common::*;
use ram_loader::{Header, Unchecked};
use std::path::{Path, PathBuf};

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/loader")
}

struct Row {
    tbf: String,
    base: u64,
    entry: u64,
    ram_size: u64,
    memory: Vec<u8>,
}

fn rows() -> Vec<Row> {
    let list = std::fs::read_to_string(directory().join("loader.tsv")).unwrap();
    let read = |line: &str| {
        let columns: Vec<&str> = line.split('\t').collect();
        let number = |i: usize| u64::from_str_radix(columns[i], 16).unwrap();
        let memory = std::fs::read(directory().join(columns[4])).unwrap();
        Row { tbf: columns[0].to_string(), base: number(1), entry: number(2), ram_size: number(3), memory }
    };
    list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(read).collect()
}

#[test]
fn memory_entry_and_size_are_what_another_loader_says() {
    let rows = rows();
    assert!(rows.len() > 150, "{} rows", rows.len());
    for row in rows {
        let bytes = std::fs::read(directory().join(&row.tbf)).unwrap();
        let header = Header::parse(&bytes).unwrap_or_else(|refusal| panic!("{}: {refusal:?}", row.tbf));
        let name = format!("{} at {:x}", row.tbf, row.base);
        let placement = header.place_at(row.base, 0..u64::MAX, &platform_of(&header)).unwrap();
        let mut ram = vec![0xA5; row.ram_size as usize];
        placement.load(&mut ram, &mut &bytes[..], &mut Unchecked).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        assert_eq!((row.entry, row.ram_size), (placement.entry(), header.ram_size()), "{name}");
        assert_eq!(None, first_difference(&header, &row.memory, &ram), "{name}: the first byte that differs");
    }
}

/// Between rows nobody looks: some start-up code of old has the length of its relocations there.
fn first_difference(header: &Header, expected: &[u8], ram: &[u8]) -> Option<usize> {
    let is_gap = |i: usize| header.image().contains(&(i as u64)) && !header.segments().any(|segment| segment.memory().contains(&(i as u64)));
    (0..ram.len()).find(|&i| ram[i] != expected.get(i).copied().unwrap_or(0) && !is_gap(i))
}

#[test]
fn moved_and_restarted_apps_are_what_another_loader_says() {
    let rows = rows();
    for pair in rows.windows(2).filter(|pair| pair[0].tbf == pair[1].tbf) {
        let bytes = std::fs::read(directory().join(&pair[0].tbf)).unwrap();
        let header = Header::parse(&bytes).unwrap();
        let platform = platform_of(&header);
        let mut ram = vec![0xA5; header.ram_size() as usize];
        let placement = header.place_at(pair[0].base, 0..u64::MAX, &platform).unwrap();
        placement.load(&mut ram, &mut &bytes[..], &mut Unchecked).unwrap();
        let moved = placement.moved(pair[1].base, 0..u64::MAX, &platform, &mut ram).unwrap();
        assert_eq!(None, first_difference(&header, &pair[1].memory, &ram), "{} moved to {:x}", pair[1].tbf, pair[1].base);
        for segment in header.segments().filter(|segment| segment.rights().includes(ram_loader::Rights::WRITE)) {
            ram[segment.memory().start as usize..segment.memory().end as usize].fill(0x5A);
        }
        moved.restart(&mut ram, &mut &bytes[..], &mut Unchecked).unwrap();
        assert_eq!(None, first_difference(&header, &pair[1].memory, &ram), "{} restarted at {:x}", pair[1].tbf, pair[1].base);
    }
}
