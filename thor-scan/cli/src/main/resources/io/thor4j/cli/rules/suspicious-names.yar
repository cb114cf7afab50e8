/*
 * Names and contents that do not fit together. The variables filename, filepath and extension are THOR's, set for every
 * file.
 */
rule Double_Extension_Hides_Program {
    meta:
        description = "Name of a document or picture with the extension of a program behind it"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/techniques/T1036/007/"
        score = 70
    condition:
        filename matches /\.(pdf|docx?|xlsx?|pptx?|odt|rtf|txt|csv|jpe?g|png|gif|bmp|mp3|mp4|avi|zip|rar)[ _]{0,80}\.(exe|scr|com|pif|bat|cmd|vbs|vbe|jse|wsf|hta|cpl)$/i
}

rule Blanks_Hide_Extension {
    meta:
        description = "Name with so many blanks that its extension cannot be seen"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/techniques/T1036/"
        score = 75
    condition:
        filename matches / {8,}\.(exe|scr|com|pif|bat|cmd|vbs|vbe|js|jse|wsf|hta|cpl|lnk|ps1)$/i
}

rule Reversed_Text_Hides_Extension {
    meta:
        description = "Name with a character that turns the reading direction around"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/techniques/T1036/002/"
        score = 85
    condition:
        filename contains "\xe2\x80\xae" and
        filename matches /\.(exe|scr|com|pif|bat|cmd|vbs|vbe|js|jse|wsf|hta|cpl|lnk|ps1|dll|jar)$/i
}

rule Program_With_Extension_Of_Document {
    meta:
        description = "Windows program with the extension of a document, picture or text"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/techniques/T1036/008/"
        score = 75
    condition:
        extension matches /^\.(pdf|docx?|xlsx?|pptx?|odt|rtf|txt|csv|jpe?g|png|gif|bmp|mp3|mp4|avi|html?)$/i and
        uint16(0) == 0x5A4D and uint32(uint32(0x3C)) == 0x00004550
}

rule Linux_Program_With_Extension_Of_Document {
    meta:
        description = "Linux program with the extension of a document, picture or text"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/techniques/T1036/008/"
        score = 70
    condition:
        extension matches /^\.(pdf|docx?|xlsx?|pptx?|odt|rtf|txt|csv|jpe?g|png|gif|bmp|mp3|mp4|avi|html?)$/i and
        uint32(0) == 0x464C457F and (uint8(4) == 1 or uint8(4) == 2)
}

rule System_Process_Name_In_User_Folder {
    meta:
        description = "Program named as a part of Windows, in a folder where users may write"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/techniques/T1036/005/"
        score = 75
    condition:
        filename matches /^(svchost|lsass|csrss|smss|winlogon|services|wininit|lsaiso|spoolsv)\.exe$/i and
        filepath matches /[\\\/](temp|tmp|appdata|programdata|public|downloads|desktop|perflogs)([\\\/]|$)/i and
        uint16(0) == 0x5A4D
}

rule Name_Of_Attack_Tool {
    meta:
        description = "File named as a well-known attack tool"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/techniques/T1588/002/"
        score = 65
    condition:
        filename matches /^([m]imi[k]atz|[m]imidrv|[m]imilib|[s]afetykatz|[l]a[z]agne|[r]ubeus|[s]harp[h]ound|[s]ecretsdump|[p]wdump[0-9]?|[c]hisel_?[a-z0-9_]{0,20})\.(exe|dll|sys|ps1|bat|zip)$/i
}

rule Name_Of_Web_Shell {
    meta:
        description = "Web page named as a well-known web shell"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://attack.mitre.org/techniques/T1505/003/"
        score = 60
    condition:
        filename matches /^([c]99(shell)?|[r]57(shell)?|[b]374k|[w]so[0-9.]{0,6}|[c]hinachopper|[c]hopper)\.(php[0-9]?|phtml|aspx?|ashx|jspx?)$/i
}
