package io.headrace.protocol;

import io.headrace.protocol.schema.KafkaSchemas;
import io.headrace.protocol.schema.MessageShape;
import java.lang.reflect.Constructor;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.types.Schema;
import org.jspecify.annotations.Nullable;

/// How the requests of one API look: Kafka's generated message and the shape of each version.
///
/// The generated class is found by its name, when it is first needed. Kafka's own table of them
/// (`ApiMessageType`) loads all of them at once, which takes half a second of a start that should
/// take less as a whole.
final class RequestFormat {

  private static final String PACKAGE = "org.apache.kafka.common.message.";

  private final Constructor<? extends ApiMessage> constructor;
  private final @Nullable Schema[] schemas;
  private final @Nullable MessageShape[] shapes;

  private RequestFormat(Constructor<? extends ApiMessage> constructor, @Nullable Schema[] schemas) {
    this.constructor = constructor;
    this.schemas = schemas;
    this.shapes = new MessageShape[schemas.length];
  }

  static RequestFormat of(ApiKey apiKey) {
    String name = PACKAGE + apiKey.messageName() + "RequestData";
    try {
      Class<? extends ApiMessage> message = Class.forName(name).asSubclass(ApiMessage.class);
      Schema[] schemas = (Schema[]) message.getField("SCHEMAS").get(null);
      return new RequestFormat(message.getConstructor(), schemas);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no generated message " + name, e);
    }
  }

  /// An empty message to read into.
  ApiMessage newMessage() {
    try {
      return constructor.newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make " + constructor, e);
    }
  }

  /// The shape of a version that the API knows.
  MessageShape shape(short version) {
    MessageShape shape = shapes[version];
    if (shape == null) {
      Schema schema = schemas[version];
      if (schema == null) {
        throw new IllegalArgumentException(constructor + " has no version " + version);
      }
      shape = KafkaSchemas.shapeOf(schema);
      shapes[version] = shape;
    }
    return shape;
  }
}
