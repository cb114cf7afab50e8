package io.thor4j.yara.module.pe;

import io.thor4j.yara.spi.StructValue;

/** One scanned PE file: its parts, each read when it is first asked for. Belongs to the scanning thread. */
final class PeFile {
    private final PeImage image;
    private final PeSections sections;
    private final Memo<ImportTable> imports;
    private final Memo<ImportTable> delayedImports;
    private final Memo<PeExports> exports;
    private final Memo<PeResources> resources;
    private final Memo<PeSignatures> signatures;
    private final Memo<byte[]> importHash;

    PeFile(PeImage image) {
        this.image = image;
        this.sections = new PeSections(image);
        this.imports = new Memo<>(() -> PeImports.read(image));
        this.delayedImports = new Memo<>(() -> PeDelayedImports.read(image));
        this.exports = new Memo<>(() -> new PeExports(image));
        this.resources = new Memo<>(() -> new PeResources(image));
        this.signatures = new Memo<>(() -> PeSignatures.read(image));
        this.importHash = new Memo<>(() -> PeImports.hash(imports.get()));
    }

    PeImage image() {
        return image;
    }

    PeSections sections() {
        return sections;
    }

    ImportTable imports() {
        return imports.get();
    }

    ImportTable delayedImports() {
        return delayedImports.get();
    }

    PeExports exports() {
        return exports.get();
    }

    PeResources resources() {
        return resources.get();
    }

    byte[] importHash() {
        return importHash.get();
    }

    /** Sets all fields of the module. */
    void set(StructValue root) {
        PeHeaders.set(image, root);
        root.setLazy("sections", sections::values);
        root.setLazy("overlay", sections::overlay);
        root.setLazy("rich_signature", this::richSignature);
        root.setLazy("pdb_path", () -> PeDebugInfo.pdbPath(image));
        setImports(root);
        setExports(root);
        setResources(root);
        root.setLazy("signatures", () -> signatures.get().values());
        root.setLazy("is_signed", () -> signatures.get().anyVerified() ? 1L : 0L);
        root.setLazy("number_of_signatures", () -> (long) signatures.get().size());
    }

    private StructValue richSignature() {
        PeRichHeader rich = PeRichHeader.find(image);
        StructValue value = new StructValue(PeStructure.RICH_SIGNATURE, new PeFunctions.Rich(rich));
        if (rich != null) {
            rich.set(value);
        }
        return value;
    }

    private void setImports(StructValue root) {
        root.setLazy("number_of_imports", () -> (long) imports.get().libraries().size());
        root.setLazy("number_of_imported_functions", () -> imports.get().functionCount());
        root.setLazy("import_details", () -> imports.get().values());
        root.setLazy("number_of_delayed_imports", () ->
                (long) delayedImports.get().libraries().size());
        root.setLazy(
                "number_of_delayed_imported_functions",
                () -> delayedImports.get().functionCount());
        root.setLazy("delayed_import_details", () -> delayedImports.get().values());
    }

    private void setExports(StructValue root) {
        root.setLazy("number_of_exports", () -> (long) exports.get().exports().size());
        root.setLazy("dll_name", () -> exports.get().libraryName());
        root.setLazy("export_timestamp", () -> exports.get().timestamp());
        root.setLazy("export_details", () -> exports.get().values());
    }

    private void setResources(StructValue root) {
        root.setLazy(
                "number_of_resources", () -> (long) resources.get().resources().size());
        root.setLazy("resources", () -> resources.get().values());
        root.setLazy("resource_timestamp", () -> resources.get().timestamp());
        root.setLazy("resource_version", () -> resources.get().version());
        root.setLazy("version_info", () -> resources.get().versionInfo().dictionary());
        root.setLazy("version_info_list", () -> resources.get().versionInfo().values());
        root.setLazy("number_of_version_infos", () ->
                (long) resources.get().versionInfo().entries().size());
    }
}
