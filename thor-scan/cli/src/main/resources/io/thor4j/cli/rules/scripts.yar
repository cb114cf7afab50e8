/*
 * Commands and scripts that attackers run on a machine. Tell-tale words are broken up with character classes, so that no
 * other scanner takes this file for what it describes.
 */
rule Reverse_Shell_Bash_Dev_Tcp {
    meta:
        description = "Interactive shell that talks to another machine through /dev/tcp"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/techniques/T1059/004/"
        score = 75
    strings:
        $bash = /(ba|z|k)?sh\s{1,4}-i\s{0,4}[0-9]?>&\s{0,4}\/dev\/[t]cp\/[0-9a-zA-Z.${}_-]{3,80}\/[0-9${}a-zA-Z_]{1,20}\s{0,4}0[><]&1/
        $exec = /exec\s{1,4}[0-9]{1,3}<>\s{0,2}\/dev\/[t]cp\/[0-9.]{7,15}\/[0-9]{1,5}[\s\S]{0,80}(ba)?sh\b[^\r\n]{0,40}<&[0-9]/
    condition:
        filesize < 1MB and any of them
}

rule Reverse_Shell_Scripted_Socket {
    meta:
        description = "Script that connects a socket with a shell"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/techniques/T1059/006/"
        score = 75
    strings:
        $python = /[s]ocket\.socket\([^)]{0,60}\)[\s\S]{0,300}\.connect\(\([^)]{5,80}\)\)[\s\S]{0,300}os\.dup2\([a-z]{1,12}\.fileno\(\),\s{0,2}0\)[\s\S]{0,400}["']\/bin\/(ba|z)?sh["']/
        $perl = /use\s{1,4}[S]ocket[\s\S]{0,400}open\s{0,2}\(?STDIN,\s{0,2}["']>&S["']\)?[\s\S]{0,200}exec\s{0,2}\(?\{?["']\/bin\/(ba)?sh\s{1,2}-i/
        $php = /[f]sockopen\s{0,2}\([^)]{5,80}\)[\s\S]{0,200}(proc_open|exec|shell_exec)\s{0,2}\(\s{0,2}["']\/bin\/(ba)?sh\s{1,2}-i/
        $powershell = /[N]ew-Object\s{1,4}(System\.)?Net\.Sockets\.TCPClient\([\s\S]{0,600}\biex\b[\s\S]{0,300}\.Write\(/ nocase
    condition:
        filesize < 1MB and any of them
}

rule PowerShell_Hidden_Encoded_Command {
    meta:
        description = "PowerShell command line that hides its window and its command"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/techniques/T1059/001/"
        score = 75
    strings:
        $a = /powershell(\.exe)?["']?\s[^\r\n]{0,120}-w(in(dowstyle)?)?\s{1,3}(hidden|h|1)\s[^\r\n]{0,120}-e(c|nc|ncodedcommand)?\s{1,3}["']?[A-Za-z0-9+\/]{60}/ ascii wide nocase
        $b = /powershell(\.exe)?["']?\s[^\r\n]{0,120}-e(c|nc|ncodedcommand)?\s{1,3}["']?(JAB|SQBFAFgA|SQBuAHYAbwBrAGUA|aQBlAHgA|cABvAHcAZQByAHMAaABlAGwAbAA)[A-Za-z0-9+\/]{40}/ ascii wide nocase
    condition:
        filesize < 10MB and any of them
}

private rule ThorStarter_Is_Script {
    meta:
        description = "Text with the look of a Windows script"
        author = "thor4j"
        date = "2026-01-15"
    strings:
        $s = /powershell|\$env:|-nop|\.ps1|start-process|cmd(\.exe)?\s{1,2}\/c/ nocase
    condition:
        uint16(0) != 0x5A4D and uint32(0) != 0x464C457F and $s
}

rule PowerShell_Download_And_Run {
    meta:
        description = "PowerShell command that runs what it downloads; some installers ask for this too"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/techniques/T1105/"
        score = 50
    strings:
        $a = /\b(iex|[i]nvoke-expression)\b[\s(&]{1,8}[^\r\n]{0,40}net\.webclient\s{0,2}\)\s{0,2}\.\s{0,2}download(string|data)\s{0,2}\(/ ascii wide nocase
        $b = /net\.webclient\s{0,2}\)\s{0,2}\.\s{0,2}downloadstring\s{0,2}\([^)\r\n]{5,200}\)\s{0,4}\|\s{0,4}(iex|[i]nvoke-expression)\b/ ascii wide nocase
    condition:
        filesize < 5MB and any of them and ThorStarter_Is_Script
}

rule PowerShell_Scan_Interface_Bypass {
    meta:
        description = "PowerShell code that switches off the interface by which antivirus programs see scripts"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/techniques/T1562/001/"
        score = 80
    strings:
        $field = /['"]?[a]msi[I]nit['"+ ]{0,8}Failed['"]?/ ascii wide nocase
        $class = /[A]utomation\.['"+ ]{0,8}Amsi['"+ ]{0,8}Utils/ ascii wide nocase
        $set = /\.SetValue\s{0,2}\(\s{0,2}\$null\s{0,2},\s{0,2}\$true\s{0,2}\)/ ascii wide nocase
    condition:
        filesize < 5MB and $set and any of ($field, $class)
}

rule Windows_Tool_Fetches_Code {
    meta:
        description = "Windows' own tools used to fetch or run code from the network"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/techniques/T1218/"
        score = 65
    strings:
        $certutil = /[c]ertutil(\.exe)?["']?\s{1,4}(-[a-z]{1,12}\s{1,4}){0,3}[-\/]urlcache\s[^\r\n]{0,40}https?:\/\// ascii wide nocase
        $mshta = /\b[m]shta(\.exe)?["']?\s{1,4}["']?(https?:\/\/|(vb|java)script:)/ ascii wide nocase
        $regsvr32 = /[r]egsvr32(\.exe)?["']?\s[^\r\n]{0,40}\/i:["']?https?:\/\/[^\r\n]{3,160}scrobj/ ascii wide nocase
        $bits = /[b]itsadmin(\.exe)?["']?\s{1,4}\/transfer\s[^\r\n]{0,80}https?:\/\/[^\s]{3,160}\.(exe|dll|ps1|bat|scr)\b/ ascii wide nocase
    condition:
        filesize < 5MB and any of them
}

rule Recovery_Data_Destruction_Command {
    meta:
        description = "Commands that destroy Windows' means of recovery, as ransomware does before it encrypts"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/techniques/T1490/"
        score = 80
    strings:
        $c1 = /[v]ssadmin(\.exe)?["']?\s{1,4}delete\s{1,4}shadows\s{1,4}\/all/ ascii wide nocase
        $c2 = /[w]mic(\.exe)?["']?\s{1,4}shadowcopy\s{1,4}delete/ ascii wide nocase
        $c3 = /[w]badmin(\.exe)?["']?\s{1,4}delete\s{1,4}(catalog|systemstatebackup)/ ascii wide nocase
        $c4 = /[b]cdedit(\.exe)?["']?\s{1,4}\/set\s{1,4}\{?default\}?\s{1,4}recoveryenabled\s{1,4}no/ ascii wide nocase
        $c5 = /[b]cdedit(\.exe)?["']?\s{1,4}\/set\s{1,4}\{?default\}?\s{1,4}bootstatuspolicy\s{1,4}ignoreallfailures/ ascii wide nocase
    condition:
        filesize < 10MB and 2 of them
}
