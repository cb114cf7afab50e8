package io.thor4j.yara.oracle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.thor4j.yara.YaraRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The rules that are run over the corpus: made ones for every kind of string and function, and real ones where there are some. */
final class CorpusRules {
    /** Modules whose fields are dumped; all that yara 4.2.3 of Debian has and that find something in a file. */
    static final Set<String> MODULES = Set.of("pe", "elf", "dotnet", "macho", "dex", "math", "hash");

    /** THOR's variables, which the real rules use. */
    static final List<String> EXTERNALS = List.of(
            "filename=sample.bin", "filepath=folder", "extension=.bin", "filetype=EXE", "owner=someone", "age=3");

    private static final String MADE = """
            import "pe" import "elf" import "dotnet" import "macho" import "dex" import "math" import "hash"
            rule text { strings: $a = "DOS mode" $b = "GCC: (" $c = "version" nocase fullword condition: any of them }
            rule both { strings: $a = "Microsoft" wide $b = "copyright" wide ascii nocase condition: any of them }
            rule counts { strings: $a = "lib" condition: #a > 3 and @a[2] > 16 and !a[1] == 3 }
            rule xored { strings: $a = "This program" xor(1-255) $b = "kernel" xor(0-3) wide condition: any of them }
            rule based { strings: $a = "http://" base64 $b = "windows" base64wide condition: any of them }
            rule hex { strings: $a = { 48 8B ?? 24 [1-4] 48 8? } $b = { 55 89 E5 [0-6] ( 83 EC | 81 EC ) } condition: any of them }
            rule jumps { strings: $a = { 4D 5A [40-220] 50 45 00 00 } $b = { 7F 45 4C 46 [200-400] 2F } condition: any of them }
            rule re { strings: $a = /[a-z]{3,12}\\.dll/i $b = /https?:\\/\\/[a-z0-9.\\/-]{4,40}/ condition: any of them }
            rule re2 { strings: $a = /(GET|POST) \\/[a-z]+/ $b = /\\x00[A-Z][a-z]+[0-9]\\x00/ $c = /[0-9]{1,3}(\\.[0-9]{1,3}){3}/ wide ascii condition: any of them }
            rule rewide { strings: $a = /[A-Z][a-z]{2,8} ?[A-Z][a-z]{2,8}/ wide condition: #a > 2 }
            rule begin { strings: $a = "MZ" $b = { 7F 45 4C 46 } $c = "PK" condition: $a at 0 or $b at 0 or $c at 0 }
            rule range { strings: $a = "rdata" $b = ".text" condition: any of them in (0..1024) }
            rule loops { strings: $a = "\\x00\\x00\\x01" condition: for any i in (1..#a) : ( @a[i] % 1024 == 0 ) }
            rule ofs { strings: $a1 = "error" $a2 = "open" $a3 = "close" $b = "read" condition: 2 of ($a*) and not $b }
            rule ints { condition: uint16(0) ^ uint32be(4) > 0x1000 or int8(filesize - 1) < 0 }
            rule entropy { condition: math.entropy(0, filesize) >= 6.0 }
            rule mean { condition: math.mean(0, filesize) > 80.0 and math.deviation(0, filesize, 127.5) > 50.0 }
            rule carlo { condition: math.monte_carlo_pi(0, filesize) < 0.2 }
            rule mode { condition: math.mode(0, filesize) == 0 and math.count(0x41, 0, filesize) % 2 == 0 }
            rule md5 { condition: hash.md5(0, filesize) matches /^[0-7]/ }
            rule sha1 { condition: hash.sha1(0, 1000) matches /^[0-7]/ }
            rule sha256 { condition: hash.sha256(filesize \\ 2, filesize) matches /[0-7]$/ }
            rule crc { condition: hash.crc32(0, filesize) % 3 == 1 or hash.checksum32(0, filesize) % 5 == 2 }
            rule imphash { condition: pe.imphash() matches /^[0-7]/ }
            rule imports { condition: pe.imports("kernel32.dll") or pe.imports("KERNEL32.DLL", "ExitProcess") or pe.imports(/ntdll/i, /Rtl/i) > 1 }
            rule exports { condition: pe.exports("DllMain") or pe.exports(/^[A-C]/) or pe.exports(1) }
            rule pes { condition: pe.is_dll() or pe.is_32bit() or pe.calculate_checksum() == pe.checksum }
            rule sections { condition: for any s in pe.sections : ( s.name == ".text" and s.raw_data_size > 4096 ) }
            rule rva { condition: pe.rva_to_offset(pe.entry_point_raw) == pe.entry_point and pe.section_index(".rdata") >= 0 }
            rule rich { condition: pe.rich_signature.version(30729) > 0 or pe.rich_signature.toolid(1) > 0 or pe.language(9) }
            rule elfs { condition: elf.machine == elf.EM_X86_64 and for any s in elf.sections : ( s.name == ".rodata" and s.size > 100 ) }
            rule dyn { condition: for any d in elf.dynamic : ( d.type == elf.DT_NEEDED ) and elf.entry_point % 16 == 0 }
            rule net { condition: dotnet.number_of_streams > 3 and dotnet.version matches /^v/ }
            rule mach { condition: macho.ncmds > 3 or macho.file_index_for_arch(0x01000007) >= 0 }
            rule dexes { condition: dex.has_method("<init>") or dex.has_class("Lhello;") }
            """;

    private static final String END = "import \"pe\" rule zz_end { condition: true }";

    private final Map<String, Path> sources = new LinkedHashMap<>();

    private CorpusRules() {}

    /**
     * Writes the made rules and finds the real ones.
     *
     * @param work where the made rules go
     * @param shared the folder with signature-base in it, empty for none
     */
    static CorpusRules in(Path work, String shared) throws IOException {
        CorpusRules rules = new CorpusRules();
        rules.sources.put("made", Files.write(work.resolve("made.yar"), MADE.getBytes(ISO_8859_1)));
        Path real = Path.of(shared, "rules", "signature-base", "yara");
        if (shared.isEmpty() || !Files.isDirectory(real)) {
            System.out.println("no real rules (property thor.shared): only the made ones");
        } else {
            try (Stream<Path> files = Files.list(real)) {
                for (Path file : files.sorted().toList()) {
                    if (file.toString().endsWith(".yar")) {
                        rules.sources.put("n" + rules.sources.size(), file);
                    }
                }
            }
        }
        rules.sources.put("zz", Files.write(work.resolve("end.yar"), END.getBytes(UTF_8)));
        return rules;
    }

    /** Returns namespaces with their files, the one that ends an answer last. */
    Map<String, Path> sources() {
        return sources;
    }

    /** Compiles them with this engine; a rule that does not compile fails the test. */
    YaraRules compile() throws IOException {
        YaraRules.Builder builder = YaraRules.builder()
                .define("filename", "sample.bin")
                .define("filepath", "folder")
                .define("extension", ".bin")
                .define("filetype", "EXE")
                .define("owner", "someone")
                .define("age", 3);
        for (Map.Entry<String, Path> source : new TreeMap<>(sources).entrySet()) {
            builder.file(source.getKey(), source.getValue());
        }
        YaraRules rules = builder.build();
        if (!rules.leftOut().isEmpty()) {
            throw new AssertionError("left out: " + rules.leftOut());
        }
        return rules;
    }
}
