package io.tuyere.core;

import java.util.List;

/**
 * A country, and the region where its people's app accounts live.
 *
 * @param iso2 ISO 3166 alpha-2 code, upper case; AC, TA and XK are in use though not official
 * @param callingCode digits of its international calling code, which other countries may share
 * @param tuyaCodes numbers that Tuya's {@code country_code} uses for it
 * @param region id of the region of accounts in apps made since 2025-06-03
 * @param regionBefore20250603 id of the region of accounts in apps made earlier, before Singapore opened
 * @param basis why this region
 * @param note what is odd about it, often empty
 * @param source letters explained in {@code countries.tsv}
 */
public record Country(
        String iso2,
        String name,
        String callingCode,
        List<String> tuyaCodes,
        String region,
        String regionBefore20250603,
        Basis basis,
        String note,
        String source) {
    public Country {
        tuyaCodes = List.copyOf(tuyaCodes);
    }

    /** This country in another region, by the operator's word. */
    Country movedTo(String otherRegion) {
        return new Country(
                iso2,
                name,
                callingCode,
                tuyaCodes,
                otherRegion,
                regionBefore20250603,
                Basis.CONFIGURED,
                note,
                "configuration");
    }

    /** What the assignment of a country to a region rests on. */
    public enum Basis {
        /** A row of its own in Tuya's table. */
        LISTED,
        /** Only its calling code is in Tuya's table, under another country's name. */
        SHARED_CODE,
        /** In no table: Tuya serves the rest of the world from Western America. */
        UNLISTED_FALLBACK,
        /** The gateway's configuration says so. */
        CONFIGURED
    }
}
