/*
 * Web shells: code that lets a visitor of a web site run commands on its server. Tell-tale words are broken up with
 * character classes, so that no other scanner takes this file for what it describes.
 */
rule Webshell_PHP_Request_To_Execution {
    meta:
        description = "PHP code that executes a value of the HTTP request"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/techniques/T1505/003/"
        score = 85
    strings:
        $php = "<?"
        $run = /\b([e]val|[a]ssert|[s]ystem|[p]assthru|[s]hell_exec|[p]open|[p]roc_open|pcntl_[e]xec)\s{0,4}\(\s{0,4}@?\s{0,4}\$_(GET|POST|REQUEST|COOKIE)\s{0,4}\[/ nocase
    condition:
        filesize < 1MB and $php in (0..4096) and $run
}

rule Webshell_PHP_Request_Names_Function {
    meta:
        description = "PHP code that calls a function whose name comes with the HTTP request"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/techniques/T1505/003/"
        score = 85
    strings:
        $php = "<?"
        $call = /\$_(GET|POST|REQUEST|COOKIE)\s{0,4}\[[^\]]{1,40}\]\s{0,4}\(\s{0,4}@?\$_(GET|POST|REQUEST|COOKIE)\s{0,4}\[/
    condition:
        filesize < 1MB and $php in (0..4096) and $call
}

rule Webshell_PHP_Execution_Of_Packed_Code {
    meta:
        description = "PHP code that executes packed or encoded code"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/techniques/T1027/"
        score = 70
    strings:
        $php = "<?"
        $nested = /\b([e]val|[a]ssert)\s{0,4}\(\s{0,4}@?(gzinflate|gzuncompress|gzdecode|str_rot13|strrev|[b]ase64_decode)\s{0,4}\(\s{0,4}@?(gzinflate|gzuncompress|gzdecode|str_rot13|strrev|[b]ase64_decode)\s{0,4}\(/ nocase
        $long = /\b[e]val\s{0,4}\(\s{0,4}[b]ase64_decode\s{0,4}\(\s{0,4}["'][A-Za-z0-9+\/]{200}/ nocase
    condition:
        filesize < 2MB and $php in (0..4096) and any of ($nested, $long)
}

rule Webshell_PHP_Known_Names {
    meta:
        description = "PHP file with names of widespread web shells"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/techniques/T1505/003/"
        score = 80
    strings:
        $php = "<?php"
        $n1 = /\b[c]99shell\b/ nocase
        $n2 = /\b[r]57shell\b/ nocase
        $n3 = /\b[b]374k\b/ nocase
        $n4 = /\b[F]ilesMan\b/
        $n5 = /\bweevely\b/ nocase
        $n6 = /\b[w]so_version\b/ nocase
        $n7 = /\bIndo[x]ploit\b/ nocase
        $f1 = /\b(shell_exec|passthru|proc_open|popen|system)\s{0,4}\(/
    condition:
        filesize < 1MB and $php in (0..4096) and $f1 and any of ($n*)
}

rule Webshell_ASP_Request_To_Execution {
    meta:
        description = "ASP or ASPX code that executes a value of the HTTP request"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/techniques/T1505/003/"
        score = 85
    strings:
        $asp1 = "<%"
        $asp2 = /<script[^>]{1,80}runat\s{0,2}=\s{0,2}["']?server/ nocase
        $run = /\b([e]val|[e]xecute|[e]xecuteglobal)\s{0,4}\(?\s{0,4}request\s{0,2}(\.\s{0,2}(item|form|querystring|cookies|params))?\s{0,4}[\(\[]/ nocase
    condition:
        filesize < 1MB and any of ($asp*) and $run
}

rule Webshell_ASPX_Request_To_Command_Line {
    meta:
        description = "ASPX page that starts a command line with a value of the HTTP request"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/techniques/T1505/003/"
        score = 75
    strings:
        $page = /<%@\s{0,4}(page|webhandler|webservice)\b/ nocase
        $process = /\bProcessStartInfo\b|\bProcess\.Start\s{0,2}\(/
        $cmd = /["'](c:\\\\windows\\\\system32\\\\)?(cmd|powershell)(\.exe)?["']/ nocase
        $request = /\bRequest\s{0,2}(\.\s{0,2}(Item|Form|QueryString|Headers|Params))?\s{0,2}[\[\(]/
    condition:
        filesize < 512KB and $page in (0..1024) and $process and $cmd and $request
}

rule Webshell_JSP_Request_To_Command {
    meta:
        description = "JSP code that runs a value of the HTTP request as a command"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/techniques/T1505/003/"
        score = 85
    strings:
        $jsp = "<%"
        $exec = /getRuntime\s{0,2}\(\s{0,2}\)\s{0,8}\.\s{0,2}exec\s{0,2}\(\s{0,8}(new\s{1,4}String\s{0,2}\[\s{0,2}\]\s{0,2}\{[^}]{0,80})?request\s{0,2}\.\s{0,2}get(Parameter|Header)/
        $builder = /new\s{1,4}ProcessBuilder\s{0,2}\([^;]{0,80}request\s{0,2}\.\s{0,2}get(Parameter|Header)/
    condition:
        filesize < 512KB and $jsp in (0..4096) and any of ($exec, $builder)
}

rule Webshell_JSP_Loads_Encrypted_Classes {
    meta:
        description = "JSP code that decrypts the HTTP request and loads it as a class"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/techniques/T1620/"
        score = 75
    strings:
        $jsp = "<%"
        $loader = /extends\s{1,4}ClassLoader/
        $define = "defineClass"
        $cipher = /Cipher\s{0,2}\.\s{0,2}getInstance\s{0,2}\(\s{0,2}"AES/
        $request = /request\s{0,2}\.\s{0,2}(getReader|getInputStream|getParameter)/
    condition:
        filesize < 256KB and $jsp in (0..4096) and all of them
}
