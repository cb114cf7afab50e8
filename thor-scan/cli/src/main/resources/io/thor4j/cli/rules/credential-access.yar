/*
 * Theft of credentials. Tell-tale words are broken up with character classes, so that no other scanner takes this file for
 * what it describes.
 */
rule Credential_Dumper_Command_Words {
    meta:
        description = "Commands of a well-known tool that reads passwords from Windows' memory"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/software/S0002/"
        score = 75
    strings:
        $c1 = /[s]ekurlsa::(logon[p]asswords|minidump|pth|tickets|wdigest)/ ascii wide nocase
        $c2 = /[l]sadump::(sam|dcsync|lsa|secrets|cache)/ ascii wide nocase
        $c3 = /[p]rivilege::debug/ ascii wide nocase
        $c4 = /[k]erberos::(golden|list|ptt)/ ascii wide nocase
        $c5 = /[t]oken::elevate/ ascii wide nocase
    condition:
        filesize < 30MB and 2 of them
}

rule Credential_Dumper_Program {
    meta:
        description = "Program of a well-known tool that reads passwords from Windows' memory"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/software/S0002/"
        score = 90
    strings:
        $n1 = /[g]entil[k]iwi/ ascii wide
        $n2 = /[m]imi[k]atz/ ascii wide nocase
        $n3 = /[m]imi(drv|lib|love)/ ascii wide
        $m1 = /[s]ekurlsa/ ascii wide
        $m2 = /[l]sadump/ ascii wide
        $m3 = /wdigest\.dll/ ascii wide
        $m4 = /kerberos\.dll/ ascii wide
    condition:
        uint16(0) == 0x5A4D and any of ($n*) and 2 of ($m*)
}

rule Credential_Collector_Lazagne {
    meta:
        description = "Tool that collects passwords which programs have stored"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/software/S0349/"
        score = 85
    strings:
        $b1 = /The [L]aZagne Project/
        $b2 = /! [B]ANG BANG !/
        $m1 = /[l]azagne\.softwares\.[a-z]{3,20}/
    condition:
        2 of them
}

rule Kerberos_Ticket_Tool_Rubeus {
    meta:
        description = "Tool that asks for and abuses Kerberos tickets"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/software/S1071/"
        score = 85
    strings:
        $n = /[R]ubeus/ ascii wide
        $a1 = /[a]sreproast/ ascii wide nocase
        $a2 = /[k]erberoast/ ascii wide nocase
        $a3 = /[t]gtdeleg/ ascii wide nocase
        $a4 = /[s]4u2proxy/ ascii wide nocase
    condition:
        uint16(0) == 0x5A4D and $n and 3 of ($a*)
}

rule Remote_Secrets_Dump_Tool {
    meta:
        description = "Tool that reads the password hashes of a Windows domain over the network"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/software/S0357/"
        score = 70
    strings:
        $s1 = /[D]umping Domain Credentials \(domain\\/
        $s2 = /[D]umping local SAM hashes \(uid:rid:lmhash:nthash\)/
        $s3 = /Target system boot[K]ey: 0x/
    condition:
        filesize < 20MB and 2 of them
}

rule LSASS_Memory_Dump_Command {
    meta:
        description = "Command that writes the memory of Windows' logon service to a file"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/techniques/T1003/001/"
        score = 75
    strings:
        $comsvcs = /rundll32(\.exe)?["']?\s{1,4}["']?([a-z]:\\[^\r\n"']{0,60})?[c]omsvcs(\.dll)?["']?\s{0,2},?\s{0,2}(#\+?24|[M]iniDump)\s{1,4}[0-9$%]/ ascii wide nocase
        $procdump = /[p]rocdump(64)?(\.exe)?["']?\s{1,4}(-[a-z]{1,10}\s{1,4}){1,6}[l]sass(\.exe)?\b/ ascii wide nocase
    condition:
        filesize < 10MB and any of them
}

rule Windows_Password_Store_Copy_Command {
    meta:
        description = "Commands that copy the password stores of Windows"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/techniques/T1003/002/"
        score = 70
    strings:
        $sam = /reg(\.exe)?["']?\s{1,4}save\s{1,4}["']?(hklm|hkey_local_machine)\\[s]am\b/ ascii wide nocase
        $system = /reg(\.exe)?["']?\s{1,4}save\s{1,4}["']?(hklm|hkey_local_machine)\\[s]ystem\b/ ascii wide nocase
        $security = /reg(\.exe)?["']?\s{1,4}save\s{1,4}["']?(hklm|hkey_local_machine)\\[s]ecurity\b/ ascii wide nocase
        $ntds1 = /HarddiskVolumeShadowCopy[0-9]{1,3}\\windows\\ntds\\[n]tds\.dit/ ascii wide nocase
        $ntds2 = /[n]tdsutil[^\r\n]{0,80}\bifm\b[^\r\n]{0,40}create\s{1,4}full/ ascii wide nocase
    condition:
        filesize < 5MB and (2 of ($sam, $system, $security) or any of ($ntds*))
}
