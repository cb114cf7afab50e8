package io.thor4j.yara.module.elf;

import static io.thor4j.yara.module.ModuleProbe.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TlshTest {
    /** The telfhash of the suite's file elf_with_imports, from the names it is made of. */
    @Test
    void givesThePublishedHash() {
        String names = "allcapsstr,foo,foo,long_function_to_make_the_tlsh_hash_work,strallcaps,stuffmem,stuffstr,z";
        assertEquals(
                "T174B012188204F00184540770331E0B111373086019509C464D0ACE88181266C09774FA", Tlsh.hash(bytes(names)));
    }

    @Test
    void hasNoHashForShortOrUniformTexts() {
        assertNull(Tlsh.hash(new byte[0]));
        assertNull(Tlsh.hash(bytes("allcapsstr,foo,foo,long_function_to_make_the_tlsh")));
        assertNull(Tlsh.hash(bytes("ab".repeat(1000))));
        assertNull(Tlsh.hash(new byte[100_000]));
    }

    @Property
    void isTwoLettersAndSeventyDigits(@ForAll @Size(min = 300, max = 5000) byte[] text) {
        String hash = Tlsh.hash(text);
        if (hash != null) {
            assertTrue(hash.matches("T1[0-9A-F]{70}"), hash);
        }
    }
}
