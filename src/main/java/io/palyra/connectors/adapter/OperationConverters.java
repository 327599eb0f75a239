package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.DeleteRequest;
import io.palyra.connectors.protocol.EditRequest;
import io.palyra.connectors.protocol.MutationResult;
import io.palyra.connectors.protocol.ReactRequest;
import io.palyra.connectors.protocol.ReadRequest;
import io.palyra.connectors.protocol.ReadResult;
import io.palyra.connectors.protocol.SearchRequest;
import io.palyra.connectors.protocol.SearchResult;
import io.palyra.connectors.protocol.WireFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.apache.camel.Converter;

/** Camel type converters between the operations on messages and their JSON. */
@Converter(generateLoader = true)
public final class OperationConverters {

    private OperationConverters() {}

    @Converter
    public static String toText(ReadResult readResult) {
        return WireFormat.write(readResult);
    }

    @Converter
    public static byte[] toBytes(ReadResult readResult) {
        return WireFormat.writeBytes(readResult);
    }

    @Converter
    public static InputStream toStream(ReadResult readResult) {
        return new ByteArrayInputStream(WireFormat.writeBytes(readResult));
    }

    @Converter
    public static String toText(SearchResult searchResult) {
        return WireFormat.write(searchResult);
    }

    @Converter
    public static byte[] toBytes(SearchResult searchResult) {
        return WireFormat.writeBytes(searchResult);
    }

    @Converter
    public static InputStream toStream(SearchResult searchResult) {
        return new ByteArrayInputStream(WireFormat.writeBytes(searchResult));
    }

    @Converter
    public static String toText(MutationResult mutationResult) {
        return WireFormat.write(mutationResult);
    }

    @Converter
    public static byte[] toBytes(MutationResult mutationResult) {
        return WireFormat.writeBytes(mutationResult);
    }

    @Converter
    public static InputStream toStream(MutationResult mutationResult) {
        return new ByteArrayInputStream(WireFormat.writeBytes(mutationResult));
    }

    @Converter
    public static ReadRequest toReadRequest(String json) {
        return WireFormat.read(json, ReadRequest.class);
    }

    @Converter
    public static ReadRequest toReadRequest(byte[] json) {
        return WireFormat.read(json, ReadRequest.class);
    }

    @Converter
    public static ReadRequest toReadRequest(InputStream json) throws IOException {
        return WireFormat.read(json.readAllBytes(), ReadRequest.class);
    }

    @Converter
    public static ReadRequest toReadRequest(Map<?, ?> tree) {
        return WireFormat.read(WireFormat.write(tree), ReadRequest.class);
    }

    @Converter
    public static SearchRequest toSearchRequest(String json) {
        return WireFormat.read(json, SearchRequest.class);
    }

    @Converter
    public static SearchRequest toSearchRequest(byte[] json) {
        return WireFormat.read(json, SearchRequest.class);
    }

    @Converter
    public static SearchRequest toSearchRequest(InputStream json) throws IOException {
        return WireFormat.read(json.readAllBytes(), SearchRequest.class);
    }

    @Converter
    public static SearchRequest toSearchRequest(Map<?, ?> tree) {
        return WireFormat.read(WireFormat.write(tree), SearchRequest.class);
    }

    @Converter
    public static EditRequest toEditRequest(String json) {
        return WireFormat.read(json, EditRequest.class);
    }

    @Converter
    public static EditRequest toEditRequest(byte[] json) {
        return WireFormat.read(json, EditRequest.class);
    }

    @Converter
    public static EditRequest toEditRequest(InputStream json) throws IOException {
        return WireFormat.read(json.readAllBytes(), EditRequest.class);
    }

    @Converter
    public static EditRequest toEditRequest(Map<?, ?> tree) {
        return WireFormat.read(WireFormat.write(tree), EditRequest.class);
    }

    @Converter
    public static DeleteRequest toDeleteRequest(String json) {
        return WireFormat.read(json, DeleteRequest.class);
    }

    @Converter
    public static DeleteRequest toDeleteRequest(byte[] json) {
        return WireFormat.read(json, DeleteRequest.class);
    }

    @Converter
    public static DeleteRequest toDeleteRequest(InputStream json) throws IOException {
        return WireFormat.read(json.readAllBytes(), DeleteRequest.class);
    }

    @Converter
    public static DeleteRequest toDeleteRequest(Map<?, ?> tree) {
        return WireFormat.read(WireFormat.write(tree), DeleteRequest.class);
    }

    @Converter
    public static ReactRequest toReactRequest(String json) {
        return WireFormat.read(json, ReactRequest.class);
    }

    @Converter
    public static ReactRequest toReactRequest(byte[] json) {
        return WireFormat.read(json, ReactRequest.class);
    }

    @Converter
    public static ReactRequest toReactRequest(InputStream json) throws IOException {
        return WireFormat.read(json.readAllBytes(), ReactRequest.class);
    }

    @Converter
    public static ReactRequest toReactRequest(Map<?, ?> tree) {
        return WireFormat.read(WireFormat.write(tree), ReactRequest.class);
    }
}
