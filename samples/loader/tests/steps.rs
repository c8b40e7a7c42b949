//! What the steps do to memory.
mod common;

use common::*;
use ram_loader::{Error, Header, Refusal, Region, Rights, Source, Unchecked};

const BASE_WORD: u32 = BASE as u32;

fn loaded(app: &App) -> Vec<u8> {
    let bytes = app.bytes();
    let mut ram = vec![0xA5; 300];
    load(&bytes, BASE, &mut ram).unwrap();
    ram
}

#[test]
fn rel_adds_the_load_bias() {
    let ram = loaded(&App::good());
    assert_eq!([BASE_WORD + 0x10, 0x1111_1111, BASE_WORD + 0x50], [64, 68, 72].map(|at| word(&ram, at)));
}

#[test]
fn rela_sets_what_is_there() {
    let ram = loaded(&App::with_table(2, &[64, 3, 0x20, 68, 0, 0, 71, 3, 0x30], 2));
    assert_eq!([BASE_WORD + 0x20, BASE_WORD + 0x30], [64, 71].map(|at| word(&ram, at)));
}

#[test]
fn relr_adds_by_addresses_and_bitmaps() {
    let mut app = App::with_table(3, &[64, 5, 84], 3);
    app.set_words(64, &[1, 2, 3, 4, 5, 6]);
    let ram = loaded(&app);
    let expected = [BASE_WORD + 1, 2, BASE_WORD + 3, 4, 5, BASE_WORD + 6];
    assert_eq!(expected, [64, 68, 72, 76, 80, 84].map(|at| word(&ram, at)));
}

#[test]
fn places_need_not_ascend() {
    let mut app = App::good();
    app.set_words(32, &[72, 3, 64, 3]);
    assert_eq!(loaded(&App::good())[64..], loaded(&app)[64..]);
}

#[test]
fn an_overlap_is_found_in_whatever_window_it_is() {
    let mut app = App::with_table(3, &[64, 16_000, 8_190, 12_288, 16_002], 5);
    app.segment(1)[3] = 20_000;
    app.minimum_ram_size = 20_000;
    app.target().ram_size = 20_096;
    let mut refusal = |last| {
        app.set_words(40, &[last]);
        load(&app.bytes(), BASE, &mut vec![0; 20_096]).err()
    };
    assert_eq!(Some(Refusal::PlacesOverlap), refusal(16_002));
    assert_eq!(Some(Refusal::PlacesOverlap), refusal(8_192));
    assert_eq!(None, refusal(16_004));
    assert_eq!(None, refusal(8_194));
}

#[test]
fn an_app_that_is_linked_elsewhere_is_relocated_by_the_distance() {
    let mut app = App::good();
    app.target().link_address = 0x1000_0000;
    app.set_words(32, &[0x1000_0040, 3, 0x1000_0048, 3]);
    app.set_words(64, &[0x1000_0010, 0, 0x1000_0050]);
    let ram = loaded(&app);
    assert_eq!([BASE_WORD + 0x10, 0, BASE_WORD + 0x50], [64, 68, 72].map(|at| word(&ram, at)));
}

#[test]
fn words_of_64_bits() {
    let mut app = App::good();
    app.target().class = 2;
    app.binary.resize(112, 0);
    app.segments = Some(vec![[0, 0, 80, 80, 5], [80, 80, 32, 32, 6]]);
    app.target().ram_size = 240;
    app.tables = Some(vec![(2, 24, [16, 24, 1]), (1, 16, [40, 16, 1]), (3, 8, [56, 16, 2])]);
    app.set_words(16, &[80, 0, 3, 0, 0x77, 1]);
    app.set_words(40, &[88, 0, 3, 0]);
    app.set_words(56, &[96, 0, 3, 0]);
    app.set_words(80, &[9, 9, 0xFFFF_FFFF, 0, 0x10, 0, 0x20, 0]);
    let bytes = app.bytes();
    let header = Header::parse(&bytes).unwrap();
    let base = 0x12_8000_0000;
    let mut ram = vec![0xA5; 240];
    let placement = header.place_at(base, base..base + 240, &platform_of(&header)).unwrap();
    placement.load(&mut ram, &mut &bytes[..], &mut Unchecked).unwrap();
    let wide = |at: usize| u64::from_le_bytes(ram[at..at + 8].try_into().unwrap());
    assert_eq!([base + 0x1_0000_0077, base + 0xFFFF_FFFF, base + 0x10, base + 0x20], [80, 88, 96, 104].map(wide));
}

#[test]
fn all_that_is_not_copied_is_zero() {
    let mut app = App::good();
    app.segments = Some(vec![[0, 16, 64, 64, 5], [64, 80, 32, 96, 6]]); // 16 bytes in front of the image
    app.fixed = Some([16, NONE]);
    app.tables = None;
    app.flags = LOAD_TO_RAM;
    app.target().ram_size = 240;
    let ram = loaded(&app);
    assert_eq!([0; 16], ram[..16]);
    assert_eq!(app.binary, ram[16..112]);
    assert_eq!([0; 300 - 112], ram[112..]);
}

#[test]
fn a_header_with_flags_only_says_where_the_image_starts_by_fixed_addresses() {
    let mut app = App::good();
    (app.segments, app.target, app.tables, app.flags) = (None, None, None, LOAD_TO_RAM);
    app.fixed = Some([16, NONE]);
    let bytes = app.bytes();
    let mut ram = vec![0xA5; 240];
    let placement = load(&bytes, BASE, &mut ram).unwrap();
    assert_eq!((app.binary.as_slice(), BASE + 16), (&ram[16..112], placement.entry()));
    let all = Rights::READ.and(Rights::WRITE).and(Rights::EXECUTE);
    assert_eq!(vec![Region { addresses: BASE..BASE + 240, rights: all }], placement.regions(240).collect::<Vec<_>>());
}

#[test]
fn what_is_entered_and_with_what() {
    let mut app = App::good();
    app.protected_trailer_size = 16;
    app.init_fn_offset = 16 + 4;
    let bytes = app.bytes();
    let placement = load(&bytes, BASE, &mut [0; 300]).unwrap();
    assert_eq!((BASE + 4, BASE + 160), (placement.entry(), placement.memory_end()));
    assert_eq!([BASE, BASE, 300, BASE + 160], placement.arguments(300, placement.memory_end()));
}

#[test]
fn credentials_see_what_they_cover_once_and_in_order_and_may_refuse() {
    let mut app = App::good();
    app.protected_trailer_size = 144;
    app.init_fn_offset = 144;
    app.binary.resize(2000, 7);
    app.segment(1)[2] = 2000 - 64;
    app.segment(1)[3] = 2000;
    app.target().ram_size = 2128;
    let bytes = app.bytes();
    let header = Header::parse(&bytes).unwrap();
    let placement = header.place(BASE..BASE + 4096, &platform()).unwrap();
    let mut ram = vec![0xA5; 2200];
    let mut recorder = Recorder { covered: vec![], footers: vec![], approves: false };
    let result = placement.load(&mut ram, &mut &bytes[..], &mut recorder);
    assert_eq!(Err(Error::Refused(Refusal::NotApproved)), result);
    assert_eq!((&bytes[..bytes.len() - 24], &app.footers), (&recorder.covered[..], &recorder.footers));
    assert!(ram.iter().all(|&byte| byte == 0), "nothing stays of what is not approved");

    recorder = Recorder { covered: vec![], footers: vec![], approves: true };
    placement.load(&mut ram, &mut &bytes[..], &mut recorder).unwrap();
    ram[64..].fill(0xA5);
    let expected = recorder.covered.clone();
    recorder.covered.clear();
    placement.restart(&mut ram, &mut &bytes[..], &mut recorder).unwrap();
    assert_eq!(expected, recorder.covered, "a restart too");
}

/// Storage that says what was read of it.
struct Watched<'a>(&'a [u8], Vec<(u32, usize)>);

impl Source for Watched<'_> {
    type Error = ();

    fn read(&mut self, offset: u32, buffer: &mut [u8]) -> Result<(), ()> {
        self.1.push((offset, buffer.len()));
        self.0.read(offset, buffer).map_err(|_| ())
    }
}

#[test]
fn a_restart_gives_what_a_load_gives_and_reads_no_constant_byte() {
    let bytes = App::good().bytes();
    let header = Header::parse(&bytes).unwrap();
    let placement = header.place(BASE..BASE + 4096, &platform()).unwrap();
    let mut ram = vec![0xA5; 300];
    placement.load(&mut ram, &mut &bytes[..], &mut Unchecked).unwrap();
    let fresh = ram.clone();
    ram[64..].fill(0x5A); // the app has run
    let mut source = Watched(&bytes, vec![]);
    placement.restart(&mut ram, &mut source, &mut Unchecked).unwrap();
    assert_eq!(fresh, ram);
    assert_eq!(vec![(header.binary().start + 64, 32)], source.1);
}

#[test]
fn bytes_under_a_writable_or_text_relocated_row_are_not_constant() {
    let mut app = App::good();
    // Text with relocated words, text that a writable row overlaps from 56 on, data.
    app.segments = Some(vec![[0, 0, 16, 16, 0x105], [16, 16, 48, 48, 5], [56, 56, 40, 104, 6]]);
    let bytes = app.bytes();
    let header = Header::parse(&bytes).unwrap();
    let placement = header.place(BASE..BASE + 4096, &platform()).unwrap();
    let mut ram = vec![0xA5; 300];
    placement.load(&mut ram, &mut &bytes[..], &mut Unchecked).unwrap();
    let fresh = ram.clone();
    ram[..16].fill(0x5A);
    ram[56..].fill(0x5A);
    placement.restart(&mut ram, &mut &bytes[..], &mut Unchecked).unwrap();
    assert_eq!(fresh, ram);
}

#[test]
fn what_was_moved_is_as_if_it_had_been_loaded_there() {
    for app in [App::good(), App::with_table(2, &[64, 3, 0x20], 1), App::with_table(3, &[64, 5], 2)] {
        let bytes = app.bytes();
        let header = Header::parse(&bytes).unwrap();
        let mut ram = vec![0xA5; 300];
        let placement = header.place(BASE..BASE + 4096, &platform()).unwrap();
        placement.load(&mut ram, &mut &bytes[..], &mut Unchecked).unwrap();
        let (there, free) = (BASE - 0x1000, BASE - 0x1000..BASE);
        let moved = placement.moved(there, free.clone(), &platform(), &mut ram).unwrap();
        let mut expected = vec![0xA5; 300];
        let fresh = header.place_at(there, free, &platform()).unwrap();
        fresh.load(&mut expected, &mut &bytes[..], &mut Unchecked).unwrap();
        assert_eq!((expected, there), (ram, moved.base()));
    }
}

#[test]
fn an_app_in_ram_needs_no_second_copy() {
    let bytes = App::good().bytes();
    let header = Header::parse(&bytes).unwrap();
    let start = header.binary().start as usize;
    let mut memory = bytes.clone();
    memory.resize(start + 300, 0xA5);
    let tbf = BASE + 8 - start as u64 % 8;
    let placement = header.place_around(tbf, tbf..tbf + memory.len() as u64, &platform()).unwrap();
    assert_eq!(tbf + start as u64, placement.base());
    placement.load_around(&mut memory[start..]).unwrap();
    let mut expected = vec![0xA5; 300];
    load(&bytes, placement.base(), &mut expected).unwrap();
    assert_eq!(expected, memory[start..]);
    assert_eq!(Some(Refusal::BaseMisaligned), header.place_around(tbf + 4, tbf..tbf + 4096, &platform()).err());
}

#[test]
fn neighbours_with_equal_rights_are_one_region() {
    let mut app = App::good();
    app.tables = None;
    app.flags = LOAD_TO_RAM;
    app.segments = Some(vec![[0, 0, 20, 20, 5], [24, 24, 24, 24, 5], [64, 64, 32, 40, 6], [NONE, 96, 0, 64, 6]]);
    let bytes = app.bytes();
    let placement = load(&bytes, BASE, &mut [0; 300]).unwrap();
    let regions: Vec<_> = placement.regions(300).collect();
    let expected = [(0..48, Rights::READ.and(Rights::EXECUTE)), (64..300, Rights::READ.and(Rights::WRITE))];
    let expected = expected.map(|(part, rights)| Region { addresses: BASE + part.start..BASE + part.end, rights });
    assert_eq!(expected.to_vec(), regions);
    assert_eq!(Ok(()), placement.check_regions(300, 16, 2, false));
    assert_eq!(Err(Refusal::RegionsShareGranule), placement.check_regions(300, 128, 2, false));
    assert_eq!(Err(Refusal::TooManyRegions), placement.check_regions(300, 16, 1, false));
}

#[test]
fn text_is_writable_where_the_app_relocates_it() {
    let mut app = App::good();
    app.segment(0)[4] = 0x105;
    for (flags, rights) in [(LOAD_TO_RAM | LOADER_RELOCATES, Rights::READ.and(Rights::EXECUTE)), (LOAD_TO_RAM, Rights::READ.and(Rights::WRITE).and(Rights::EXECUTE))] {
        app.flags = flags;
        let bytes = app.bytes();
        let placement = load(&bytes, BASE, &mut [0; 300]).unwrap();
        assert_eq!(Some(rights), placement.regions(300).next().map(|region| region.rights));
    }
}

#[test]
fn a_row_without_rights_is_no_gap() {
    let mut app = App::good();
    app.tables = None;
    app.flags = LOAD_TO_RAM;
    app.segments = Some(vec![[0, 0, 40, 40, 5], [40, 40, 8, 8, 6], [48, 48, 16, 16, 0], [64, 64, 32, 96, 6]]);
    let bytes = app.bytes();
    let placement = load(&bytes, BASE, &mut [0; 300]).unwrap();
    let addresses: Vec<_> = placement.regions(300).map(|region| region.addresses).collect();
    assert_eq!([0..40, 40..48, 64..300].map(|part| BASE + part.start..BASE + part.end).to_vec(), addresses);
}

#[test]
fn overlapping_rows_give_the_rights_of_both() {
    let mut app = App::good();
    app.segments = Some(vec![[0, 0, 64, 64, 5], [60, 60, 36, 100, 6]]);
    let bytes = app.bytes();
    let placement = load(&bytes, BASE, &mut [0; 300]).unwrap();
    assert_eq!(3, placement.regions(300).count());
    assert_eq!(Err(Refusal::WritableAndExecutable), placement.check_regions(300, 4, 8, false));
    assert_eq!(Ok(()), placement.check_regions(300, 4, 8, true));
}
