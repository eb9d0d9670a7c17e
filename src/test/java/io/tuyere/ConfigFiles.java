package io.tuyere;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Configuration files of a test. */
record ConfigFiles(Path main) {
    /** A gateway with two tenants in eu and us: {@code acme}, whose default is eu, and {@code nomad}, which has none. */
    static ConfigFiles usable(Path folder) throws IOException {
        Files.writeString(folder.resolve("tenants.yaml"), """
                acme:
                  default-region: eu
                  regions: [eu, us]
                  project: { access-id: project-id, access-secret: project-secret }
                  credentials:
                    - { type: signed, access-id: acme-sdk, access-secret: sdk-secret }
                    - { type: api-key, key: acme-key }
                nomad:
                  regions: [eu, us]
                  project: { access-id: nomad-id, access-secret: nomad-secret }
                  credentials:
                    - { type: signed, access-id: nomad-sdk, access-secret: nomad-sdk-secret }
                """);
        return of(folder, "tenants: { file: tenants.yaml }\n");
    }

    static ConfigFiles of(Path folder, String yaml) throws IOException {
        return new ConfigFiles(Files.writeString(folder.resolve("tuyere.yaml"), yaml));
    }

    @Override
    public String toString() {
        return main.toString();
    }
}
