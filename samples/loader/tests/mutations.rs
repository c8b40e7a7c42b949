//! Changed files are loaded or refused; nothing panics, whatever is done with them. `LOADER_SEED=n` repeats a run.
mod common;

use common::*;
use ram_loader::{Error, Header, Rights, Unchecked};

#[test]
fn thirty_thousand_changed_files() {
    load_changed_files(30_000);
}

#[test]
#[ignore = "a million"]
fn a_million_changed_files() {
    load_changed_files(1_000_000);
}

fn load_changed_files(count: u64) {
    let seed = std::env::var("LOADER_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(|| {
        std::time::UNIX_EPOCH.elapsed().map_or(1, |time| time.as_nanos() as u64 | 1)
    });
    println!("LOADER_SEED={seed}");
    let mut random = Random(seed);
    let files: Vec<Vec<u8>> = good_apps().iter().map(App::bytes).chain(files_of_testdata()).collect();
    let mut ram = vec![0; 1 << 16];
    let mut accepted = 0;
    for _ in 0..count {
        let mut bytes = files[random.below(files.len())].clone();
        for _ in 0..=random.below(4) {
            change(&mut bytes, &mut random);
        }
        if random.below(16) > 0 {
            mend_checksum(&mut bytes);
        }
        accepted += u64::from(try_everything(&bytes, &mut ram, &mut random));
    }
    println!("{accepted} of {count} were loaded");
    assert!(accepted > count / 100 && accepted < count, "the changes are too few or too many");
}

fn good_apps() -> Vec<App> {
    let mut others = [App::good(), App::good(), App::good()];
    (others[0].segments, others[0].target, others[0].tables, others[0].flags) = (None, None, None, LOAD_TO_RAM);
    others[1].segments = Some(vec![[0, 0, 64, 64, 0x105], [40, 40, 56, 120, 6]]);
    others[2].target().link_address = 16;
    let tables = [(1, vec![72, 3, 64, 3], 2), (2, vec![64, 3, 0x20, 68, 0, 0, 71, 3, 0x30], 2), (3, vec![64, 5, 84, 0xFFFF], 18)];
    tables.iter().map(|(kind, words, count)| App::with_table(*kind, words, *count)).chain(others).collect()
}

/// Small ones, so that changes are near what matters.
fn files_of_testdata() -> impl Iterator<Item = Vec<u8>> {
    let directory = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/loader");
    let paths = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let tbfs = paths.filter(|path| path.extension().map_or(false, |extension| extension == "tbf"));
    tbfs.map(|path| std::fs::read(path).unwrap()).filter(|bytes| bytes.len() < 4096)
}

/// Bits, interesting words, and whole stretches.
fn change(bytes: &mut Vec<u8>, random: &mut Random) {
    const WORDS: [u32; 14] = [0, 1, 2, 3, 4, 7, 8, 64, 0x107, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFC, 0xFFFF_FFFE, 0xFFFF_FFFF];
    let header_size = usize::from(bytes[2]) + 256 * usize::from(bytes[3]);
    let end = if random.below(2) == 0 { header_size.min(bytes.len()) } else { bytes.len() };
    let at = random.below(end);
    match random.below(8) {
        0 => bytes[at] = random.next() as u8,
        1 | 2 => bytes[at] ^= 1 << random.below(8),
        3 | 4 if at / 4 * 4 + 4 <= bytes.len() => bytes[at / 4 * 4..][..4].copy_from_slice(&WORDS[random.below(14)].to_le_bytes()),
        5 if at / 4 * 4 + 4 <= bytes.len() => {
            let near = word(bytes, at / 4 * 4).wrapping_add(random.below(17) as u32).wrapping_sub(8);
            bytes[at / 4 * 4..][..4].copy_from_slice(&near.to_le_bytes());
        }
        6 => bytes.truncate(at.max(8)),
        _ => {
            let (from, size) = (random.below(bytes.len()), random.below(24));
            let part: Vec<u8> = bytes.iter().copied().skip(from).take(size).collect();
            for (to, byte) in bytes.iter_mut().skip(at).zip(part) {
                *to = byte;
            }
        }
    }
}

/// All that a kernel would do. True: the app was loaded.
fn try_everything(bytes: &[u8], ram: &mut [u8], random: &mut Random) -> bool {
    let header = match Header::parse(bytes) {
        Ok(header) => header,
        Err(_) => return false,
    };
    let platform = platform_of(&header);
    let (here, there) = (BASE, BASE + 0x100_0000);
    let _ = header.place_around(random.next() >> random.below(64), 0..u64::MAX, &platform);
    let placement = match header.place(here..u64::MAX, &platform) {
        Ok(placement) => placement,
        Err(_) => return false,
    };
    let size = (header.ram_size() as usize).min(ram.len());
    let ram = &mut ram[..size];
    ram.fill(0xA5);
    let regions: Vec<_> = placement.regions(size as u64).collect();
    assert!(regions.windows(2).all(|pair| pair[0].addresses.end <= pair[1].addresses.start));
    let _ = placement.check_regions(size as u64, 32, 8, false);
    match placement.load(ram, &mut &bytes[..], &mut Unchecked) {
        Err(Error::Refused(_)) | Err(Error::Source(_)) => return false,
        Ok(()) => {}
    }
    let loaded = ram.to_vec();

    // What the app does, then a restart.
    let base = placement.base();
    for region in regions.iter().filter(|region| region.rights.includes(Rights::WRITE)) {
        let end = ((region.addresses.end - base) as usize).min(size);
        ram[((region.addresses.start - base) as usize).min(end)..end].fill(0x5A);
    }
    placement.restart(ram, &mut &bytes[..], &mut Unchecked).unwrap();
    assert!(loaded == ram, "a restart gives something else than a load");

    if let Ok(moved) = placement.moved(there, 0..u64::MAX, &platform, ram) {
        let moved_ram = ram.to_vec();
        moved.load(ram, &mut &bytes[..], &mut Unchecked).unwrap();
        assert!(moved_ram == ram, "a move gives something else than a load");
    }
    true
}
