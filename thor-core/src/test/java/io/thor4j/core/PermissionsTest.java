package io.thor4j.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class PermissionsTest {
    @Test
    void permissionsShowLikeThors() {
        assertEquals("rwxr-xr--", new Permissions.Unix("root", "root", 0754).text());
        assertEquals("--x-w-r--", new Permissions.Unix("", "", 0124).text());
        assertEquals(
                "BUILTIN\\Administrators:F / BUILTIN\\Users:R",
                new Permissions.Windows(
                                "x",
                                List.of(
                                        new Permissions.Acl("BUILTIN\\Users", 'R'),
                                        new Permissions.Acl("BUILTIN\\Administrators", 'F')))
                        .text());
        assertThrows(IllegalArgumentException.class, () -> new Permissions.Acl("x", 'Q'));
    }
}
