package io.thor4j.thunderstorm.server;

import io.thor4j.thunderstorm.server.upload.UploadPace;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the handlers have to know of a server's settings. Immutable. */
record ServerSettings(
        int threads,
        long samplesPerHour,
        long maxUpload,
        UploadPace pace,
        String nodeName,
        String licenseOwner,
        @Nullable LocalDate licenseExpires,
        List<String> arguments,
        Clock clock,
        Instant started) {}
