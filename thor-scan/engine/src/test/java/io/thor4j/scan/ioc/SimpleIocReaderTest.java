package io.thor4j.scan.ioc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.ioc.IocKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The grammars of thor-scanner.md section 2.2, and what signature-base makes of them (section 2.5). */
class SimpleIocReaderTest {
    private static final String MD5 = "0c2674c3a97c53082187d930efb645c2";
    private static final String SHA1 = "e19d1b7a1b1f8b6c2d4e5f60718293a4b5c6d7e8";

    private static List<String> text(List<IocMatch> matches) {
        return IocTexts.text(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "my-c2-iocs.txt, DOMAINS",
        "c2.txt, DOMAINS",
        "evil domains.txt, DOMAINS",
        "c2-iocs.txt, DOMAINS",
        "keywords-incident-3389.txt, KEYWORDS",
        "case-7.hash.txt, HASHES",
        "hash-iocs.txt, HASHES",
        "trusted-hashes-case7.txt, TRUSTED_HASHES",
        "falsepositive-hash.txt, TRUSTED_HASHES",
        "Filename-IOCS.txt, FILENAMES",
        "my-filenames.dat, FILENAMES",
        "apt-handles.txt, HANDLES",
        "apt-pipes.txt, NAMED_PIPES",
        "myc2iocs.txt,",
        "filenameiocs.txt,",
        "my_c2_iocs.txt,",
        "README.txt,",
    })
    void theTypeIsATagInTheFileNameWithNoWordCharacterBesideIt(String name, String type) {
        SimpleIocType found = SimpleIocType.of(name);
        assertEquals(type, found == null ? null : found.name());
    }

    @Test
    void hashesHaveAScoreOnlyWhenTheSecondColumnIsANumber() {
        IocTexts read = IocTexts.read(
                SimpleIocType.HASHES,
                "# comments do not describe hashes",
                MD5.toUpperCase() + ";DEEP PANDA Sakula; see report  ",
                SHA1 + ";60;Darkhotel",
                "");
        assertEquals(List.of(), read.problems());
        assertEquals(
                List.of("100 " + MD5 + " / DEEP PANDA Sakula; see report = " + MD5 + "@0"),
                text(read.matcher().hash(MD5)));
        assertEquals(
                List.of("60 " + SHA1 + " / Darkhotel = " + SHA1 + "@0"),
                text(read.matcher().hash(SHA1.toUpperCase())));
        assertEquals(List.of(), read.matcher().hash("0".repeat(32)));
    }

    @Test
    void trustedHashesScoreMinusHundred() {
        IocTexts read = IocTexts.read(SimpleIocType.TRUSTED_HASHES, MD5 + ";our own tool", SHA1 + ";70;x");
        assertEquals(-100, read.matcher().hash(MD5).get(0).note().score());
        assertEquals(-100, read.matcher().hash(SHA1).get(0).note().score());
    }

    @Test
    void aHashThatIsBadAndTrustedSaysBoth() {
        IocTexts bad = IocTexts.read(SimpleIocType.HASHES, MD5 + ";40;a", MD5 + ";80;b");
        IocTexts good = IocTexts.read(SimpleIocType.TRUSTED_HASHES, MD5 + ";ours");
        IocMatcher both = IocMatcher.of(List.of(bad.set(), good.set()));
        assertEquals(
                List.of("80 " + MD5 + " / b = " + MD5 + "@0", "-100 " + MD5 + " / ours = " + MD5 + "@0"),
                text(both.hash(MD5)));
    }

    @Test
    void theSampleOfTheManualMatchesOnLinuxToo() {
        // thor-scanner.md section 2.2: the IOC \\x.txt;40 matched /x.txt and was logged under its own text.
        IocTexts read = IocTexts.read(SimpleIocType.FILENAMES, "\\\\x.txt;40");
        assertEquals(List.of("40 \\\\x.txt = /x.txt@0"), text(read.matcher().path("/x.txt")));
        assertEquals(List.of("40 \\\\x.txt = \\x.txt@2"), text(read.matcher().path("C:\\x.txt")));
        assertEquals(
                "Filename IOC \\\\x.txt", read.matcher().path("/x.txt").get(0).summary());
    }

    @Test
    void filenameScoresMayBeNegativeAndFalsePositivesHoldOneLineOnly() {
        IocTexts read = IocTexts.read(
                SimpleIocType.FILENAMES,
                "# Tools",
                "\\\\nmap.exe;70",
                "\\\\bin\\\\nmap.exe;-30",
                "# Procdump",
                "(?i)\\\\procdump(64)?(a)?\\.(exe|zip);50;(?i)(SysInternals\\\\)",
                "\\\\SysInternals\\\\x.exe;45");
        assertEquals(List.of(), read.problems());
        assertEquals(
                List.of(
                        "70 \\\\nmap.exe / Tools = \\nmap.exe@6",
                        "-30 \\\\bin\\\\nmap.exe / Tools = \\bin\\nmap.exe@2"),
                text(read.matcher().path("C:\\bin\\nmap.exe")));
        assertEquals(1, read.matcher().path("C:\\T\\PROCDUMP64.zip").size());
        assertEquals(List.of(), read.matcher().path("C:\\sysinternals\\procdump64.zip"));
        assertEquals(
                1, read.matcher().path("C:\\SysInternals\\x.exe").size(), "the false positive leaked to the next line");
    }

    @Test
    void caseCountsNotWhenNothingIsSpecialOrTheFlagIsAnywhere() {
        IocTexts read = IocTexts.read(
                SimpleIocType.FILENAMES,
                "evilname;60",
                "Evil\\.exe;61",
                "other\\.(?i)EXE;62",
                "/Library/Scripts/queue;63");
        assertEquals(1, read.matcher().path("/a/EVILNAME").size());
        assertEquals(0, read.matcher().path("/a/EVIL.exe").size());
        assertEquals(1, read.matcher().path("/a/Evil.exe").size());
        assertEquals(1, read.matcher().path("/a/OTHER.exe").size());
        assertEquals(1, read.matcher().path("\\library\\scripts\\QUEUE").size());
    }

    @Test
    void negatedSeparatorsStopAtBothKinds() {
        IocTexts read = IocTexts.read(SimpleIocType.FILENAMES, "\\\\Temp\\\\[^\\\\\"]+\\.xmd$;80");
        assertEquals(1, read.matcher().path("/Temp/a.xmd").size());
        assertEquals(0, read.matcher().path("/Temp/a/b.xmd").size());
        assertEquals(0, read.matcher().path("C:\\Temp\\a\\b.xmd").size());
    }

    @Test
    void commentedOutIndicatorsDescribeNothing() {
        IocTexts read = IocTexts.read(
                SimpleIocType.FILENAMES,
                "# Campaign",
                "#\\\\msn\\.exe$;60;\\\\MSN",
                "\\\\abc\\.exe;60",
                "#",
                "\\\\def\\.exe;60");
        assertEquals("Campaign", read.matcher().path("/abc.exe").get(0).note().description());
        assertEquals("Campaign", read.matcher().path("/def.exe").get(0).note().description());
    }

    @Test
    void aFilenameWithoutScoreIsTakenWithAWarning() {
        IocTexts read = IocTexts.read(SimpleIocType.FILENAMES, "\\\\abc\\.exe;an old description", "\\\\def\\.exe");
        assertEquals(
                "60 \\\\abc\\.exe / an old description = /abc.exe@0",
                text(read.matcher().path("/abc.exe")).get(0));
        assertEquals(60, read.matcher().path("/def.exe").get(0).note().score());
        assertEquals(2, read.problems().size());
        assertTrue(
                read.problems().get(0).startsWith("f.txt:1: warning: no score"),
                read.problems().toString());
    }

    @Test
    void badLinesAreNamedAndTheOthersStay() {
        IocTexts read = IocTexts.read(
                SimpleIocType.FILENAMES,
                "\\\\ok1\\.exe;60",
                "(open;70",
                "a(?=b);70",
                "x;60;[z",
                "\\\\ok2\\.exe;600",
                "");
        assertEquals(
                List.of(
                        "f.txt:2:1: error: bad regex: missing ) (write \\( for a literal parenthesis)",
                        "f.txt:3:2: error: bad regex: look-ahead is not possible in a linear search"
                                + " (use the third column for false positives)",
                        "f.txt:4:6: error: bad regex: missing ] (write \\[ for a literal bracket)",
                        "f.txt:5:12: warning: score 600 is not between -100 and 100; 60 is taken"),
                read.problems());
        assertEquals(2, read.set().count(IocKind.FILENAME));
        assertEquals(1, read.matcher().path("/ok1.exe").size());
        assertEquals(1, read.matcher().path("/ok2.exe").size());
    }

    @Test
    void hostsAreNamesWithAllBelowThemAddressesAndNetworks() {
        IocTexts read = IocTexts.read(
                SimpleIocType.DOMAINS,
                "# C2 of X",
                "Evil.example",
                "192.0.2.7;65",
                "198.51.100.0/24",
                "2001:db8::/32;70",
                "2001:db8:0:1::5",
                "http://evil.example/x",
                "1.2.3.4.5",
                "a b");
        IocMatcher matcher = read.matcher();
        assertEquals(
                List.of("100 evil.example / C2 of X = www.EVIL.example@0"), text(matcher.host("www.EVIL.example")));
        assertEquals(1, matcher.host("evil.example.").size());
        assertEquals(0, matcher.host("notevil.example").size());
        assertEquals(0, matcher.host("example").size());
        assertEquals(65, matcher.host("192.0.2.7").get(0).note().score());
        assertEquals(0, matcher.host("192.0.2.8").size());
        assertEquals(1, matcher.host("198.51.100.255").size());
        assertEquals(0, matcher.host("198.51.101.0").size());
        assertEquals(70, matcher.host("[2001:db8:ffff::1]").get(0).note().score());
        assertEquals(100, matcher.host("2001:db8:0:1:0:0:0:5").get(0).note().score(), "the smaller network counts");
        assertEquals(5, read.set().count(IocKind.DOMAIN));
        assertEquals(3, read.problems().size());
        assertTrue(
                read.problems().get(0).startsWith("f.txt:7:1: error: not a host name"),
                read.problems().toString());
    }

    @Test
    void keywordsAreLiteralAndCaseCounts() {
        IocTexts read = IocTexts.read(
                SimpleIocType.KEYWORDS,
                "# Mimikatz",
                "sekurlsa::logonpasswords",
                "%COMSPEC% /C start \\\\WINDOWS\\\\Temp",
                "<3 eo.oe");
        assertEquals(
                List.of("60 sekurlsa::logonpasswords / Mimikatz = sekurlsa::logonpasswords@3"),
                text(read.matcher().keywords("xx sekurlsa::logonpasswords")));
        assertEquals(0, read.matcher().keywords("SEKURLSA::logonpasswords").size());
        assertEquals(
                1,
                read.matcher()
                        .keywords("%COMSPEC% /C start \\\\WINDOWS\\\\Temp")
                        .size());
        assertEquals(0, read.matcher().keywords("<3 eoXoe").size());
    }

    @Test
    void checkStringGivesKeywordsAndPathsAsInTheManual() {
        // thor-scanner.md section 2.2, last paragraph.
        IocTexts paths = IocTexts.read(SimpleIocType.FILENAMES, "\\\\nmap.exe;70", "\\\\bin\\\\nmap.exe;-30");
        IocTexts words = IocTexts.read(SimpleIocType.KEYWORDS, "nmap.exe");
        IocMatcher both = IocMatcher.of(List.of(paths.set(), words.set()));
        List<IocMatch> found = both.text("Image: C:\\bin\\nmap.exe  User: x");
        assertEquals(
                List.of("KEYWORD 60", "FILENAME 70", "FILENAME -30"),
                found.stream()
                        .map(match -> match.kind() + " " + match.note().score())
                        .toList());
    }

    @Test
    void handlesAreEqualUnlessTheyAreRegexes() {
        IocTexts read = IocTexts.read(
                SimpleIocType.HANDLES, "evilmutex;Evil", "Global\\\\scoped;Scoped", "^rx[0-9]{3}$;Regex", "with\\.dot");
        IocMatcher matcher = read.matcher();
        assertEquals(List.of("70 evilmutex / Evil = evilmutex@0"), text(matcher.handle("evilmutex")));
        assertEquals(1, matcher.handle("Global\\evilmutex").size());
        assertEquals(
                1, matcher.handle("\\Sessions\\1\\BaseNamedObjects\\evilmutex").size());
        assertEquals(0, matcher.handle("evilmutex2").size());
        assertEquals(0, matcher.handle("EVILMUTEX").size());
        assertEquals(1, matcher.handle("Global\\scoped").size());
        assertEquals(1, matcher.handle("\\BaseNamedObjects\\Global\\scoped").size());
        assertEquals(0, matcher.handle("scoped").size());
        assertEquals(1, matcher.handle("rx123").size());
        assertEquals(0, matcher.handle("rx1234").size());
        assertEquals(1, matcher.handle("with.dot").size());
        assertEquals(0, matcher.handle("withxdot").size());
    }

    @Test
    void pipesAreEqualUnlessTheyAreRegexesAndCaseCountsNot() {
        IocTexts read = IocTexts.read(
                SimpleIocType.NAMED_PIPES, "MSSE-1-server;Beacon", "isapi_dg;60;Uroburos; x", "^pa[0-9]+$;50;PA");
        IocMatcher matcher = read.matcher();
        assertEquals(
                List.of("100 MSSE-1-server / Beacon = msse-1-SERVER@0"),
                text(matcher.pipe("\\\\.\\pipe\\msse-1-SERVER")));
        assertEquals(List.of("60 isapi_dg / Uroburos; x = isapi_dg@0"), text(matcher.pipe("isapi_dg")));
        assertEquals(0, matcher.pipe("isapi_dg2").size());
        assertEquals(1, matcher.pipe("\\Device\\NamedPipe\\PA77").size());
        assertEquals(0, matcher.pipe("PA").size());
    }

    @Test
    void marksOfOtherSystemsDoNoHarm() {
        byte[] file = ("\ufeff# Windows\r\n\\\\a1\\.exe;60\r\n\\\\b2\\.exe;61\r\n").getBytes(StandardCharsets.UTF_8);
        IocTexts read = IocTexts.read(SimpleIocType.FILENAMES, file);
        assertEquals(List.of(), read.problems());
        assertEquals(
                "61 \\\\b2\\.exe / Windows = /b2.exe@0",
                text(read.matcher().path("/b2.exe")).get(0));
    }

    @Test
    void whatIsNoTextIsSaid() {
        assertEquals(
                List.of("f.txt:1: error: the file is UTF-16 (save it as UTF-8)"),
                IocTexts.read(SimpleIocType.KEYWORDS, "\ufeffabc\n".getBytes(StandardCharsets.UTF_16LE))
                        .problems());
        byte[] latin = "# M\u00fcll\nsvch\u00eest.exe;60\n".getBytes(StandardCharsets.ISO_8859_1);
        IocTexts read = IocTexts.read(SimpleIocType.FILENAMES, latin);
        assertEquals(1, read.problems().size());
        assertEquals(
                "60 svch\u00eest.exe / M\u00fcll = svch\u00eest.exe@1",
                text(read.matcher().path("/svch\u00eest.exe")).get(0));
        IocTexts zero = IocTexts.read(SimpleIocType.KEYWORDS, "a\0b\ngood");
        assertEquals(1, zero.set().count(IocKind.KEYWORD));
        assertTrue(
                zero.problems().get(0).startsWith("f.txt:1:2: error: a zero byte"),
                zero.problems().toString());
        IocTexts longLine = IocTexts.read(SimpleIocType.KEYWORDS, "x".repeat(70_000), "good");
        assertEquals(List.of("f.txt:1: error: the line is longer than 65536 bytes"), longLine.problems());
        assertEquals(1, longLine.set().count(IocKind.KEYWORD));
    }

    @Test
    void hostsInTextsAreFound() {
        IocTexts read = IocTexts.read(SimpleIocType.DOMAINS, "evil.example", "192.0.2.0/24", "2001:db8::1");
        IocMatcher matcher = read.matcher();
        assertEquals(
                List.of("100 evil.example = a.evil.example@12"),
                text(matcher.text("GET https://a.evil.example:8443/x?y")));
        assertEquals(1, matcher.text("connect to 192.0.2.9:443.").size());
        assertEquals(1, matcher.text("from [2001:db8::1]:80").size());
        assertEquals(
                0, matcher.text("version 1.2.3 at 10:20:30, notevil.example").size());
    }
}
