package io.palyra.connectors.routes;

import java.io.ByteArrayInputStream;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** What Camel passes over in a file of XML with no more than a warning: its routes would be gone. */
final class XmlShape {

    private static final Set<String> ROOTS = Set.of(
            "beans",
            "blueprint",
            "camel",
            "routes",
            "route",
            "routeTemplates",
            "routeTemplate",
            "templatedRoutes",
            "templatedRoute",
            "rests",
            "rest",
            "routeConfigurations",
            "routeConfiguration");

    private XmlShape() {}

    static Optional<String> complaint(byte[] content) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(content));
            String root = null;
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT && root == null) {
                    root = reader.getLocalName();
                }
            }
            return root == null || ROOTS.contains(root)
                    ? Optional.empty()
                    : Optional.of("nothing in it is a route: <" + root
                            + "> is not <routes>, <route> or another element that Camel begins a file with");
        } catch (XMLStreamException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNumber();
            return Optional.of("line " + line + " is no XML: " + reason(e));
        }
    }

    private static String reason(XMLStreamException failure) {
        return String.valueOf(failure.getMessage()).replaceFirst("(?s).*\\RMessage: ", "");
    }
}
