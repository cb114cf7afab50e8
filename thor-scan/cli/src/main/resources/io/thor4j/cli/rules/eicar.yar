/*
 * The EICAR test file, which every scanner is expected to find. Its text stands here in hexadecimal, so that no other
 * scanner takes this file for it.
 */
rule EICAR_Test_File {
    meta:
        description = "EICAR test file: harmless, made to try out virus scanners"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://www.eicar.org/download-anti-malware-testfile/"
        score = 90
    strings:
        $eicar = {
            58 35 4F 21 50 25 40 41 50 5B 34 5C 50 5A 58 35 34
            28 50 5E 29 37 43 43 29 37 7D 24 45 49 43 41 52 2D
            53 54 41 4E 44 41 52 44 2D 41 4E 54 49 56 49 52 55
            53 2D 54 45 53 54 2D 46 49 4C 45 21 24 48 2B 48 2A
        }
    condition:
        // The definition: at the begin of the file, nothing but white space after it, at most 128 bytes.
        $eicar at 0 and filesize <= 128
}

rule EICAR_Test_Text_Inside {
    meta:
        description = "EICAR test text inside a small file that is not the test file itself"
        author = "thor4j"
        date = "2026-01-15"
        reference = "https://www.eicar.org/download-anti-malware-testfile/"
        score = 50
    strings:
        $eicar = {
            58 35 4F 21 50 25 40 41 50 5B 34 5C 50 5A 58 35 34
            28 50 5E 29 37 43 43 29 37 7D 24 45 49 43 41 52 2D
            53 54 41 4E 44 41 52 44 2D 41 4E 54 49 56 49 52 55
            53 2D 54 45 53 54 2D 46 49 4C 45 21 24 48 2B 48 2A
        }
    condition:
        $eicar and filesize < 64KB and not EICAR_Test_File
}
