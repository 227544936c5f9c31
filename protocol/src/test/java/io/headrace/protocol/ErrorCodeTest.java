package io.headrace.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorCodeTest {

  @ParameterizedTest
  @EnumSource(Errors.class)
  void everyErrorOfKafkaIsHereUnderItsName(Errors kafkas) {
    ErrorCode ours = ErrorCode.ofCode(kafkas.code());

    assertThat(ours.name()).isEqualTo(kafkas.name());
    assertThat(ours.code()).isEqualTo(kafkas.code());
    assertThat(ours.message()).isEqualTo(kafkas.message());
    assertThat(ours.isRetriable()).isEqualTo(kafkas.exception() instanceof RetriableException);
  }

  @Test
  void thereAreNoOthers() {
    assertThat(ErrorCode.values()).hasSameSizeAs(Errors.values());
    assertThat(ErrorCode.ofCode(-2)).isEqualTo(ErrorCode.UNKNOWN_SERVER_ERROR);
    assertThat(ErrorCode.ofCode(9_999)).isEqualTo(ErrorCode.UNKNOWN_SERVER_ERROR);
  }
}
