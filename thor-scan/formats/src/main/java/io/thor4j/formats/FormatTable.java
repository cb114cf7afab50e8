package io.thor4j.formats;

import io.thor4j.formats.archive.CabFormat;
import io.thor4j.formats.archive.RarFormat;
import io.thor4j.formats.archive.SevenZipFormat;
import io.thor4j.formats.archive.StreamFormat;
import io.thor4j.formats.archive.TarFormat;
import io.thor4j.formats.archive.ZipFormat;
import io.thor4j.formats.container.ContainerFormat;
import io.thor4j.formats.mail.MailFormat;
import io.thor4j.formats.ole.OleFormat;
import java.util.List;

/** All formats, in the order in which they are tried. */
final class FormatTable {
    static final List<ContainerFormat> ALL = List.of(
            new ZipFormat(),
            StreamFormat.GZIP,
            StreamFormat.BZIP2,
            StreamFormat.XZ,
            new SevenZipFormat(),
            new CabFormat(),
            new RarFormat(),
            new OleFormat(),
            new TarFormat(),
            new MailFormat());

    private FormatTable() {}
}
