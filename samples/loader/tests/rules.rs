//! One file for each rule, made by an edit of a good one.
mod common;

use common::*;
use ram_loader::{Header, Refusal};

#[test]
fn the_app_that_is_edited_is_good() {
    assert_eq!(None, App::good().refusal());
}

/// A test per rule: its name, the refusal, the edit.
macro_rules! rules {
    ($($name:ident: $refusal:ident, $edit:expr;)*) => {
        $(#[test]
        fn $name() {
            let mut app = App::good();
            let edit: fn(&mut App) = $edit;
            edit(&mut app);
            assert_eq!(Some(Refusal::$refusal), app.refusal());
        })*
    };
}

rules! {
    another_version: Version, |app| app.version = 3;
    an_app_for_flash: NotForRam, |app| { app.flags = 1; app.segments = None; app.target = None; app.tables = None };
    bit_30_without_bit_31: LoaderRelocatesInPlace, |app| app.flags = LOADER_RELOCATES | 1;
    bit_30_without_tables: LoaderRelocatesNothing, |app| app.tables = None;
    bit_30_with_an_empty_element: LoaderRelocatesNothing, |app| app.tables = Some(vec![]);
    segments_without_target: SegmentsWithoutTarget, |app| app.target = None;
    target_without_segments: TargetWithoutSegments, |app| app.segments = None;
    no_rows: NoSegments, |app| app.segments = Some(vec![]);
    thirty_three_rows: TooManySegments, |app| app.segments = Some([vec![[NONE, 0, 0, 0, 4]; 31], app.segments.clone().unwrap()].concat());
    a_flag_that_is_none: SegmentFlags, |app| app.segment(0)[4] = 0x85;
    a_flag_beyond: SegmentFlags, |app| app.segment(0)[4] = 0x205;
    text_relocated_and_writable: TextRelocatedWritable, |app| app.segment(1)[4] = 0x106;
    file_size_over_memory_size: FileSizeOverMemorySize, |app| app.segment(1)[3] = 31;
    file_bytes_outside_the_binary: FileBytesOutsideBinary, |app| app.segment(1)[2] = 33;
    a_file_size_without_file_bytes: FileBytesContradict, |app| app.segment(1)[0] = NONE;
    file_bytes_without_a_size: FileBytesContradict, |app| app.segment(1)[2] = 0;
    rows_that_descend: SegmentsDescend, |app| app.segments.as_mut().unwrap().reverse();
    a_row_beyond_ram_size: SegmentOutsideRam, |app| app.segment(1)[3] = 161;
    rows_apart: SegmentsApart, |app| app.segment(1)[1] = 68;
    a_negative_image_offset: SegmentsApart, |app| app.segment(0)[0] = 4;
    an_entry_in_data: EntryPoint, |app| app.init_fn_offset = 64;
    an_entry_behind_file_bytes: EntryPoint, |app| app.init_fn_offset = 200;
    an_entry_in_front: EntryPoint, |app| { app.protected_trailer_size = 16; app.init_fn_offset = 12 };
    an_entry_without_a_row_for_it: EntryPoint, |app| { app.segments = None; app.target = None; app.tables = None; app.flags = LOAD_TO_RAM; app.init_fn_offset = 96 };
    class_0: Class, |app| app.target().class = 0;
    class_3: Class, |app| app.target().class = 3;
    placement_2: Placement, |app| app.target().placement = 2;
    a_ram_size_that_is_no_sum: RamSize, |app| app.target().ram_size = 228;
    ram_alignment_4: RamAlignment, |app| app.target().ram_alignment = 4;
    ram_alignment_12: RamAlignment, |app| app.target().ram_alignment = 12;
    ram_alignment_128_ki: RamAlignment, |app| app.target().ram_alignment = 128 << 10;
    ram_alignment_0: RamAlignment, |app| app.target().ram_alignment = 0;
    another_image_offset_in_fixed_addresses: FixedAddresses, |app| app.fixed = Some([8, NONE]);
    a_flash_address: FixedAddresses, |app| app.fixed = Some([0, 0x1000]);
    no_address_in_fixed_addresses: FixedAddresses, |app| { app.segment(0)[1] = 8; app.segment(1)[1] = 72; app.target().ram_size = 232; app.fixed = Some([NONE, NONE]) };
    another_address_in_fixed_addresses: FixedAddresses, |app| { app.target().placement = 1; app.target().link_address = 0x8000_0000 };
    five_tables: TooManyTables, |app| app.tables = Some(vec![(1, 8, [32, 0, 0]); 5]);
    a_table_of_kind_4: TableKind, |app| app.table().0 = 4;
    entries_of_another_size: TableEntrySize, |app| app.table().1 = 16;
    entries_of_the_other_class: TableEntrySize, |app| app.target().class = 2;
    half_an_entry: TableEntrySize, |app| app.table().2[1] = 12;
    a_table_in_bss: TableOutsideFileBytes, |app| app.table().2[0] = 96;
    a_table_over_two_rows: TableOutsideFileBytes, |app| app.table().2[0] = 56;
    a_table_without_rows: TableOutsideFileBytes, |app| { app.segments = None; app.target = None };
    an_unknown_machine: UnknownMachine, |app| app.target().machine = 8;
    another_machine: OtherMachine, |app| app.target().machine = 40;
    a_symbolic_type: RelocationType, |app| app.set_words(36, &[1]);
    a_symbol: RelocationSymbol, |app| app.set_words(36, &[0x103]);
    a_symbol_of_nothing: RelocationSymbol, |app| app.set_words(36, &[0x100]);
    a_bitmap_first: BitmapFirst, |app| *app = App::with_table(3, &[3, 64], 2);
    a_relative_count_too_high: RelativeCount, |app| app.table().2[2] = 3;
    a_relative_count_too_low: RelativeCount, |app| app.table().2[2] = 1;
    a_relr_count_too_low: RelativeCount, |app| *app = App::with_table(3, &[64, 7], 2);
    a_place_behind_all_rows: PlaceOutsideSegments, |app| app.set_words(40, &[160]);
    a_place_over_two_rows: PlaceOutsideSegments, |app| app.set_words(32, &[62]);
    a_place_in_front_of_link_address: PlaceOutsideSegments, |app| app.target().link_address = 66;
    a_bitmap_that_leads_out: PlaceOutsideSegments, |app| *app = App::with_table(3, &[152, 7], 3);
    a_place_in_text: PlaceNotWritable, |app| app.set_words(32, &[8]);
    a_place_also_in_a_row_that_is_not_writable: PlaceNotWritable, |app| app.segments = Some(vec![[0, 0, 66, 66, 5], [60, 60, 36, 100, 6]]);
    a_place_in_a_table: PlaceInTable, |app| { app.segment(0)[4] = 0x105; app.set_words(32, &[46]) };
    a_place_repeated: PlacesOverlap, |app| app.set_words(32, &[72]);
    a_place_over_another: PlacesOverlap, |app| app.set_words(32, &[75]);
    a_place_over_another_of_another_table: PlacesOverlap, |app| {
        app.tables = Some(vec![(1, 8, [32, 16, 2]), (3, 4, [48, 4, 1])]);
        app.set_words(48, &[70]);
    };
    a_relr_address_repeated: PlacesOverlap, |app| *app = App::with_table(3, &[64, 3, 68], 3);
    ram_that_is_too_small: RamTooSmall, |app| { app.minimum_ram_size += 512; app.target().ram_size += 512 };
    an_app_for_another_address: OtherAddress, |app| { app.target().placement = 1; app.target().link_address = 8; app.fixed = Some([8, NONE]) };
}

/// Edits of bytes: what the builder does not make.
fn refusal_of(edit: impl Fn(&mut Vec<u8>), has_checksum: bool) -> Option<Refusal> {
    let mut bytes = App::good().bytes();
    edit(&mut bytes);
    if has_checksum {
        mend_checksum(&mut bytes);
    }
    Header::parse(&bytes).err()
}

#[test]
fn headers_that_no_reader_takes() {
    assert_eq!(Some(Refusal::Truncated), refusal_of(|bytes| bytes.truncate(40), false));
    assert_eq!(Some(Refusal::Checksum), refusal_of(|bytes| bytes[12] ^= 1, false));
    assert_eq!(Some(Refusal::Padding), refusal_of(|bytes| bytes[2..4].copy_from_slice(&[16, 0]), true));
    assert_eq!(Some(Refusal::Sizes), refusal_of(|bytes| bytes[2..4].copy_from_slice(&[12, 0]), true));
    assert_eq!(Some(Refusal::Sizes), refusal_of(|bytes| bytes[2..4].copy_from_slice(&[18, 0]), true));
    assert_eq!(Some(Refusal::Sizes), refusal_of(|bytes| bytes[4..8].copy_from_slice(&[32, 0, 0, 0]), true));
    assert_eq!(Some(Refusal::Sizes), refusal_of(|bytes| bytes[48..52].fill(0), true)); // binary_end_offset
    assert_eq!(Some(Refusal::Sizes), refusal_of(|bytes| bytes[48..52].fill(0xFF), true));
    assert_eq!(Some(Refusal::Sizes), refusal_of(
        |bytes| {
            bytes[24..28].fill(0xFF); // protected_trailer_size in Main and in Program
            bytes[40..44].fill(0xFF);
        },
        true,
    ));
    assert_eq!(Some(Refusal::Elements), refusal_of(|bytes| bytes[18] = 13, true));
    assert_eq!(Some(Refusal::Elements), refusal_of(|bytes| bytes[19] = 0xFF, true));
}

#[test]
fn main_and_program_that_differ() {
    assert_eq!(Some(Refusal::EntryPointsDiffer), refusal_of(|bytes| bytes[20] += 4, true));
}

#[test]
fn every_truncated_length_is_refused() {
    let bytes = App::good().bytes();
    let header_size = usize::from(u16::from_le_bytes([bytes[2], bytes[3]]));
    for length in 0..header_size {
        assert_eq!(Some(Refusal::Truncated), Header::parse(&bytes[..length]).err(), "{length}");
    }
    assert!(Header::parse(&bytes[..header_size]).is_ok());
}

#[test]
fn an_app_without_main_and_program() {
    let refusal = refusal_of(|bytes| { bytes[16] = 0x77; bytes[32] = 0x77 }, true);
    assert_eq!(Some(Refusal::NoEntryPoint), refusal);
}

#[test]
fn a_base_that_does_not_suit() {
    let mut app = App::good();
    app.target().ram_alignment = 32;
    let bytes = app.bytes();
    let header = Header::parse(&bytes).unwrap();
    let at = |base| header.place_at(base, 0..1 << 32, &platform()).err();
    assert_eq!(Some(Refusal::BaseMisaligned), at(BASE + 8));
    assert_eq!(None, at(BASE + 32));
    assert_eq!(Some(Refusal::RamTooSmall), at((1 << 32) - 32));
    assert_eq!(Some(Refusal::RamTooSmall), header.place_at((1 << 32) - 32, 0..1 << 40, &platform()).err());
    assert_eq!(BASE + 32, header.place(BASE + 1..BASE + 4096, &platform()).unwrap().base());
}

#[test]
fn load_segments_say_that_an_app_is_for_ram() {
    let mut app = App::good();
    app.flags = 1;
    assert_eq!(None, app.refusal());
}

#[test]
fn what_is_not_the_loader_s_is_loaded_without_a_relocation() {
    let mut app = App::good();
    app.flags = LOAD_TO_RAM;
    let bytes = app.bytes();
    let mut ram = vec![0xA5; 224];
    load(&bytes, BASE, &mut ram).unwrap();
    assert_eq!(app.binary, ram[..96]);
}
