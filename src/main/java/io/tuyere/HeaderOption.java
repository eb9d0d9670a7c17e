package io.tuyere;

import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a header as curl takes it. */
final class HeaderOption implements ITypeConverter<Map.Entry<String, String>> {
    @Override
    public Map.Entry<String, String> convert(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? "" : text.substring(0, colon).strip();
        if (name.isEmpty()) {
            throw new TypeConversionException("a header has the form 'name: value'");
        }
        return Map.entry(name, text.substring(colon + 1).strip());
    }
}
