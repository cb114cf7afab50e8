package io.thor4j.yara.fuzz;

import io.thor4j.yara.YaraModules;
import io.thor4j.yara.spi.YaraModule;
import java.util.List;

/** Small rules that have between them every part of the language. They may use the module tests and the externals number, ratio, flag, name. */
final class SampleRules {
    /** What they need beside the standard modules. */
    static final List<YaraModule> MODULES = List.of(YaraModules.tests());

    static final List<String> TEXTS = List.of(
            "private rule p : tag { meta: a = \"text \\xff\" b = -7 c = true strings: $a = \"abcd\" nocase wide ascii condition: $a at 3 }",
            "global rule g { condition: filesize < 10MB and number != 3 and ratio < 1.0 and name contains \"x\" and flag }",
            "rule s { strings: $ = { 61 62 [2-4] ( 63 | 64 ) ?5 ~61 } $r = /ab[c-f]{2,3}x?/is fullword condition: any of them }",
            "rule x { strings: $x = \"secret\" xor(3-9) $b = \"base sixty\" base64 private condition: none of ($x*) or $b }",
            "rule c { strings: $c = \"custom\" base64wide(\"ZYXWVUTSRQPONMLKJIHGFEDCBAzyxwvutsrqponmlkjihgfedcba9876543210+/\")"
                    + " condition: #c > 1 or 50% of them in (0..filesize) }",
            "rule l { strings: $a = \"abcd\" condition: for any i in (1..#a) : (@a[i] > 2 and for all j in (1, 2, i) : (j < 5))"
                    + " or for none of them : (# > 3 or ! == 2) or for 2 s in (\"a\", \"b\") : (s iequals \"B\") }",
            "import \"tests\" rule m { condition: tests.struct_dict[\"foo\"].i == 1 and tests.integer_array[1] == 1 and"
                    + " tests.match(/a+/s, \"baa\") > 0 and for any k, v in tests.struct_dict : (k == v.s) }",
            "import \"math\" import \"hash\" rule f { condition: math.to_number(true) == 1 and math.entropy(0, filesize) >= 0.0"
                    + " and hash.md5(0, filesize) != \"\" }",
            "rule o { condition: (filesize + 1 - 2 * 3 \\ 4 % 5 & 6 | 7 ^ 8) << 1 >> 1 != ~-9 and uint32be(0) > int8(1)"
                    + " or not defined entrypoint or \"a\" matches /b/i or -1.5 * filesize < 3 }",
            "rule r1 { condition: true } rule r2 { condition: r1 and any of (r*) } rule r2 { condition: false }",
            "import \"pe\" import \"elf\" import \"console\" rule d { condition: pe.is_pe and for any s in pe.sections :"
                    + " (s.name == \".text\") or elf.type == elf.ET_EXEC or console.log(\"n: \", pe.number_of_sections) }",
            "/* a */ rule e { strings: $a = \"\\t\\n\\\"\" // b\n $h = { 6? ?1 [-] 00 } condition: all of ($*) at 0 }",
            "rule broken { strings: $a = /(/ $b = \"x condition: $a }\nrule next { condition: undefined_thing }");

    private SampleRules() {}
}
