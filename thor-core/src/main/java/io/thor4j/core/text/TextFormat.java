package io.thor4j.core.text;

import io.thor4j.core.EventMeta;
import java.time.ZoneId;

record TextFormat(String address, ZoneId zone, boolean rfc3339) {
    String header(EventMeta meta) {
        return meta.hostname();
    }
}
