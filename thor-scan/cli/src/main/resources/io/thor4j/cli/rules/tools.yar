/*
 * Tools of attackers. Tell-tale words are broken up with character classes, so that no other scanner takes this file for
 * what it describes.
 */
rule Reflective_Loader_Program {
    meta:
        description = "Windows program that carries a loader for programs in memory"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/techniques/T1620/"
        score = 70
    strings:
        $export = /\x00_?[R]eflective[L]oader(@4)?\x00/
    condition:
        uint16(0) == 0x5A4D and uint32(uint32(0x3C)) == 0x00004550 and $export
}

rule Remote_Access_Beacon {
    meta:
        description = "Strings of the memory-resident agent of a well-known attack framework"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/software/S0154/"
        score = 85
    strings:
        $dll = /\b[b]eacon(\.x64|\.x86)?\.(x64\.)?dll\x00/
        $load = /[R]eflective[L]oader/
        $f1 = "%s (admin)" fullword
        $f2 = "%s as %s\\%s: %d"
        $f3 = "could not spawn %s (token): %d"
        $f4 = "Could not connect to pipe (%s): %d"
        $f5 = "powershell -nop -exec bypass -EncodedCommand \"%s\""
    condition:
        uint16(0) == 0x5A4D and (($dll and $load) or 3 of ($f*))
}

rule Remote_Access_Meterpreter {
    meta:
        description = "Library of the remote access part of a well-known attack framework"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/techniques/T1219/"
        score = 85
    strings:
        $dll = /\b([m]etsrv|ext_server_(stdapi|priv|kiwi|espia))(\.x64|\.x86)?\.dll\b/
        $load = /[R]eflective[L]oader/
    condition:
        uint16(0) == 0x5A4D and all of them
}

rule Domain_Mapping_Tool_SharpHound {
    meta:
        description = "Collector of a tool that maps attack paths in Windows domains"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/software/S0521/"
        score = 75
    strings:
        $n = /[S]harp[H]ound/ ascii wide
        $b = /[B]lood[H]ound/ ascii wide
        $o1 = "CollectionMethod" ascii wide
        $o2 = "LoggedOn" ascii wide
        $o3 = "DCOnly" ascii wide
    condition:
        uint16(0) == 0x5A4D and $n and $b and 2 of ($o*)
}

rule Coin_Miner_Settings {
    meta:
        description = "Settings of a program that mines coins"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/techniques/T1496/"
        score = 65
    strings:
        $pool = /stratum\+(tcp|ssl|tls):\/\/[a-z0-9.-]{4,80}:[0-9]{2,5}/ nocase
        $donate = "donate-level"
        $algo = /["']?algo["']?\s{0,2}[:=]\s{0,2}["']?(rx\/0|cn\/|cryptonight|randomx|argon2)/ nocase
        $coin = /"coin"\s{0,2}:\s{0,2}"(monero|XMR)"/ nocase
    condition:
        filesize < 20MB and $pool and any of ($donate, $algo, $coin)
}
