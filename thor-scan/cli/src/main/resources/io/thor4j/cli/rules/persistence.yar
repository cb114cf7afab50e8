/*
 * Ways to stay on a machine. Tell-tale words are broken up with character classes, so that no other scanner takes this
 * file for what it describes.
 */
rule Linux_Preload_File_Written {
    meta:
        description = "Script that makes every program of a Linux system load a library"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/techniques/T1574/006/"
        score = 70
    strings:
        $echo = /(echo|printf)\s[^\r\n]{1,120}\.so[^\r\n]{0,20}>{1,2}\s{0,2}\/etc\/[l]d\.so\.preload/
        $tee = /(echo|printf)\s[^\r\n]{1,120}\.so[^\r\n]{0,20}\|\s{0,2}tee\s{1,2}(-a\s{1,2})?\/etc\/[l]d\.so\.preload/
    condition:
        filesize < 1MB and any of them
}

rule Cron_Job_Runs_Download {
    meta:
        description = "Cron job that runs what it downloads"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/techniques/T1053/003/"
        score = 70
    strings:
        $cron = /([0-9*\/,-]{1,12}[ \t]{1,4}){5}[^\r\n#]{0,60}\b([c]url|[w]get)[ \t][^\r\n|]{5,200}https?:\/\/[^\r\n|]{3,200}\|[ \t]{0,4}(ba|da)?sh\b/
    condition:
        filesize < 1MB and $cron
}

rule Windows_Logon_Screen_Backdoor {
    meta:
        description = "Registry change that starts a program of choice from Windows' logon screen"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/techniques/T1546/008/"
        score = 75
    strings:
        $key = /[I]mage File Execution Options\\(sethc|utilman|osk|magnify|narrator|displayswitch)\.exe["'\]]?[^\x00]{0,40}[D]ebugger["']?\s{0,4}(=|\/t|\/d)/ ascii wide nocase
    condition:
        filesize < 2MB and $key
}

rule Windows_Run_Key_Script_Start {
    meta:
        description = "Command that starts a script at every logon"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/techniques/T1547/001/"
        score = 65
    strings:
        $add = /[r]eg(\.exe)?["']?\s{1,4}add\s{1,4}["']?(hkcu|hklm|hkey_current_user|hkey_local_machine)\\software\\microsoft\\windows\\currentversion\\[r]un(once)?\b[^\r\n]{0,160}\/d\s{1,4}["']?[^\r\n]{0,80}(powershell|mshta|wscript|cscript|\\temp\\|rundll32)/ ascii wide nocase
    condition:
        filesize < 2MB and $add
}
