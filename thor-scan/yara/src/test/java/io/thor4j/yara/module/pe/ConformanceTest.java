package io.thor4j.yara.module.pe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.thor4j.yara.spi.StructValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The assertions of libyara 4.5.8's own test-suite about pe (conformance/yara/cases.jsonl), as literal values. */
class ConformanceTest {
    private static StructValue parse(String file) throws IOException {
        String shared = System.getProperty("thor.shared", "");
        Path path = Path.of(shared, "conformance/yara/data", file);
        Assumptions.assumeTrue(!shared.isEmpty() && Files.isReadable(path), () -> "skipped: no " + path);
        return PeBuilder.parse(Files.readAllBytes(path));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
                    tiny | is_pe | 1
                    tiny | number_of_sections | 7
                    tiny | number_of_imports | 2
                    tiny | number_of_imported_functions | 48
                    tiny-idata-51ff | number_of_imports | 2
                    tiny-idata-5200 | number_of_imports | 0
                    tiny-idata-5200 | number_of_imported_functions | 0
                    pe_imports | number_of_delayed_imports | 1
                    pe_imports | number_of_delayed_imported_functions | 2
                    pe_imports | delayed_import_details[0].library_name | USER32.dll
                    pe_imports | delayed_import_details[0].number_of_functions | 2
                    pe_imports | delayed_import_details[0].functions[0].name | MessageBeep
                    pe_imports | delayed_import_details[0].functions[0].rva | 80000
                    pe_imports | delayed_import_details[0].functions[1].name | MessageBoxA
                    pe_imports | delayed_import_details[0].functions[1].rva | 80004
                    mtxex.dll | entry_point_raw | 4992
                    tiny-overlay | overlay.offset | 32768
                    tiny-overlay | overlay.size | 7
                    tiny | overlay.offset | 0
                    tiny | overlay.size | 0
                    ChipTune.efi | pdb_path | /Users/runner/work/OpenCorePkg/OpenCorePkg/UDK/Build/OpenCorePkg/DEBUG_XCODE5/X64/OpenCorePkg/Application/ChipTune/ChipTune/DEBUG/ChipTune.dll
                    6c2abf4b80a87e63eee2996e5cea8f004d49ec0c1806080fa72e960529cba14c | pdb_path | 2AC71AF3-A338-495C-834E-977A6DD5C6FD
                    mtxex.dll | number_of_exports | 4
                    mtxex.dll | dll_name | mtxex.dll
                    mtxex.dll | export_timestamp | 1827812126
                    mtxex.dll | export_details[0].offset | 1072
                    mtxex.dll | export_details[0].name | DllGetClassObject
                    mtxex.dll | export_details[0].ordinal | 1
                    mtxex.dll | export_details[0].rva | 4144
                    mtxex.dll | export_details[1].rva | 9853
                    mtxex.dll | export_details[2].rva | 9896
                    mtxex.dll | export_details[3].rva | 9930
                    mtxex.dll | export_details[1].forward_name | COMSVCS.GetObjectContext
                    mtxex_modified_rsrc_rva.dll | number_of_resources | 1
                    mtxex_modified_rsrc_rva.dll | resources[0].rva | 5462081
                    mtxex_modified_rsrc_rva.dll | resources[0].length | 888
                    undersized_rich | rich_signature.length | 4
                    tiny | sections[0].name | .text
                    pe_mingw | sections[5].name | .bss
                    ca21e1c32065352d352be6cde97f89c141d7737ea92434831f998080783d5386 | number_of_version_infos | 12
                    ca21e1c32065352d352be6cde97f89c141d7737ea92434831f998080783d5386 | version_info["Comments"] | ''
                    ca21e1c32065352d352be6cde97f89c141d7737ea92434831f998080783d5386 | version_info["CompanyName"] | ''
                    ca21e1c32065352d352be6cde97f89c141d7737ea92434831f998080783d5386 | version_info["LegalTrademarks"] | ''
                    ca21e1c32065352d352be6cde97f89c141d7737ea92434831f998080783d5386 | version_info["PrivateBuild"] | ''
                    ca21e1c32065352d352be6cde97f89c141d7737ea92434831f998080783d5386 | version_info["SpecialBuild"] | ''
                    05cd06e6a202e12be22a02700ed6f1604e803ca8867277d852e8971efded0650 | export_details[0].offset | null
                    05cd06e6a202e12be22a02700ed6f1604e803ca8867277d852e8971efded0650 | export_details[7].offset | null
                    05cd06e6a202e12be22a02700ed6f1604e803ca8867277d852e8971efded0650 | export_details[15].offset | null
                    05cd06e6a202e12be22a02700ed6f1604e803ca8867277d852e8971efded0650 | export_details[21].offset | null
                    3b8b90159fa9b6048cc5410c5d53f116943564e4d05b04a843f9b3d0540d0c1c | number_of_signatures | 2
                    authenticode_short_digest | number_of_signatures | 1
                    authenticode_short_digest | signatures[0].digest_alg | sha256
                    authenticode_short_digest | signatures[0].verified | 0
                    """)
    void fields(String file, String path, String expected) throws IOException {
        Object value = PeProbe.get(parse(file), path);
        assertEquals(expected, value == null ? null : value.toString());
    }

    @Test
    void functions() throws IOException {
        StructValue tiny = parse("tiny");
        Pattern any = Pattern.compile(".*");
        Pattern section = Pattern.compile(".*CriticalSection");
        Pattern kernel = Pattern.compile("(?i)kernel32\\.dll");
        assertEquals(1L, PeProbe.call(tiny, "imports", "KERNEL32.dll", "DeleteCriticalSection"));
        assertEquals(1L, PeProbe.call(parse("tiny-idata-51ff"), "imports", "KERNEL32.dll", "DeleteCriticalSection"));
        assertEquals(4L, PeProbe.call(tiny, "imports", any, section));
        assertEquals(21L, PeProbe.call(tiny, "imports", kernel, any));
        assertEquals(21L, PeProbe.call(tiny, "imports", 1, kernel, any));
        assertEquals(4L, PeProbe.call(tiny, "imports", -1, any, section));
        StructValue delayed = parse("pe_imports");
        assertEquals(1L, PeProbe.call(delayed, "imports", 2, "USER32.dll", "MessageBoxA"));
        assertEquals(
                1L,
                PeProbe.call(delayed, "imports", 2, Pattern.compile("(?i)USER32\\.dll"), Pattern.compile(".*BoxA")));
        assertEquals(0L, PeProbe.call(delayed, "imports", 2, any, section));
        assertEquals("b441b7fd09648ae6a06cea0e090128d6", PeProbe.call(parse("tiny_empty_import_name"), "imphash"));
        assertEquals(
                "d49b7870cb53f29ec3f42b11cc8bea8b",
                PeProbe.call(parse("e3d45a2865818756068757d7e319258fef40dad54532ee4355b86bc129f27345"), "imphash"));
        assertEquals(1L, PeProbe.call(tiny, "is_32bit"));
        assertEquals(0L, PeProbe.call(tiny, "is_64bit"));
        assertEquals(
                1024L,
                PeProbe.call(
                        parse("c6f9709feccf42f2d9e22057182fe185f177fb9daaa2649b4669a24f2ee7e3ba_0h_410h"),
                        "rva_to_offset",
                        4096));
    }

    @Test
    void functionsOfALibrary() throws IOException {
        StructValue root = parse("mtxex.dll");
        assertEquals(1L, PeProbe.call(root, "exports", "saferef"));
        assertEquals(1L, PeProbe.call(root, "exports", 4));
        assertEquals(1L, PeProbe.call(root, "exports", Pattern.compile("(?i)mtscreateactivity")));
        assertEquals(2L, PeProbe.call(root, "exports_index", "MTSCreateActivity"));
        assertEquals(2L, PeProbe.call(root, "exports_index", 3));
        assertEquals(2L, PeProbe.call(root, "exports_index", Pattern.compile("(?i)mtscreateactivity")));
        assertEquals(1L, PeProbe.call(root, "language", 9));
        assertEquals(1L, PeProbe.call(root, "locale", 0x409));
        assertEquals(0x2000L, PeProbe.call(root, "is_dll"));
        assertEquals(0L, PeProbe.call(root, "section_index", ".text"));
        assertEquals(PeProbe.get(root, "checksum"), PeProbe.call(root, "calculate_checksum"));
    }

    @Test
    void importAddressesAndLongSectionNames() throws IOException {
        StructValue quicken = parse("079a472d22290a94ebb212aa8015cdc8dd28a968c6b4d3b88acdd58ce2d3b885");
        assertEquals(0x3054L, PeProbe.call(quicken, "import_rva", "KERNEL32.dll", "QueryPerformanceCounter"));
        assertEquals(0xd10cL, PeProbe.call(parse("pe_imports"), "import_rva", "KERNEL32.dll", "CloseHandle"));
        StructValue mingw = parse("pe_mingw");
        long index = (Long) PeProbe.call(mingw, "section_index", "/4");
        assertEquals(".debug_aranges", PeProbe.get(mingw, "sections[" + index + "].full_name"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    number_of_signatures | 1
                    is_signed | 1
                    signatures[0].thumbprint | c1bf1b8f751bf97626ed77f755f0a393106f2454
                    signatures[0].subject | /C=US/ST=California/L=Menlo Park/O=Quicken, Inc./OU=Operations/CN=Quicken, Inc.
                    signatures[0].verified | 1
                    signatures[0].digest_alg | sha1
                    signatures[0].digest | f4ca190ec9052243b8882d492b1c12d04da7817f
                    signatures[0].algorithm | sha256WithRSAEncryption
                    signatures[0].algorithm_oid | 1.2.840.113549.1.1.11
                    signatures[0].file_digest | f4ca190ec9052243b8882d492b1c12d04da7817f
                    signatures[0].number_of_certificates | 4
                    signatures[0].certificates[0].not_after | 1609372799
                    signatures[0].certificates[0].not_before | 1356048000
                    signatures[0].certificates[0].version | 3
                    signatures[0].certificates[0].serial | 7e:93:eb:fb:7c:c6:4e:59:ea:4b:9a:77:d4:06:fc:3b
                    signatures[0].certificates[0].algorithm | sha1WithRSAEncryption
                    signatures[0].certificates[0].algorithm_oid | 1.2.840.113549.1.1.5
                    signatures[0].certificates[0].thumbprint | 6c07453ffdda08b83707c09b82fb3d15f35336b1
                    signatures[0].certificates[0].issuer | /C=ZA/ST=Western Cape/L=Durbanville/O=Thawte/OU=Thawte Certification/CN=Thawte Timestamping CA
                    signatures[0].certificates[0].subject | /C=US/O=Symantec Corporation/CN=Symantec Time Stamping Services CA - G2
                    signatures[0].certificates[3].thumbprint | 007790f6561dad89b0bcd85585762495e358f8a5
                    signatures[0].certificates[3].issuer | /C=US/O=VeriSign, Inc./OU=VeriSign Trust Network/OU=(c) 2006 VeriSign, Inc. - For authorized use only/CN=VeriSign Class 3 Public Primary Certification Authority - G5
                    signatures[0].signer_info.digest | 845555fec6e472a43b0714911d6c452a092e9632
                    signatures[0].signer_info.digest_alg | sha1
                    signatures[0].signer_info.length_of_chain | 2
                    signatures[0].signer_info.chain[0].thumbprint | c1bf1b8f751bf97626ed77f755f0a393106f2454
                    signatures[0].signer_info.chain[1].thumbprint | 007790f6561dad89b0bcd85585762495e358f8a5
                    signatures[0].number_of_countersignatures | 1
                    signatures[0].countersignatures[0].length_of_chain | 2
                    signatures[0].countersignatures[0].digest | 9fa1188e4c656d86e2d7fa133ee8138ac1ec4ec1
                    signatures[0].countersignatures[0].digest_alg | sha1
                    signatures[0].countersignatures[0].sign_time | 1528216551
                    signatures[0].countersignatures[0].verified | 1
                    signatures[0].countersignatures[0].chain[0].thumbprint | 65439929b67973eb192d6ff243e6767adf0834e4
                    signatures[0].countersignatures[0].chain[1].thumbprint | 6c07453ffdda08b83707c09b82fb3d15f35336b1
                    number_of_version_infos | 11
                    version_info["FileVersion"] | 27.1.9.33
                    """)
    void signedFile(String path, String expected) throws IOException {
        StructValue root = parse("079a472d22290a94ebb212aa8015cdc8dd28a968c6b4d3b88acdd58ce2d3b885");
        assertEquals(expected, String.valueOf(PeProbe.get(root, path)));
    }

    @Test
    void richVersionData() throws IOException {
        StructValue root = parse("079a472d22290a94ebb212aa8015cdc8dd28a968c6b4d3b88acdd58ce2d3b885");
        assertEquals(
                "\u001b\u009d\u009c\0\u001b\u009d\u009e\0\u001b\u009d\u00aa\0ov\u00ab\0\tx\u0093\0\0\0\1\0\u001b\u009d\u00ab\0"
                        + "\u001b\u009d\u009b\0\u001b\u009d\u009a\0\u001b\u009d\u009d\0",
                PeProbe.get(root, "rich_signature.version_data"));
    }
}
