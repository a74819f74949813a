package org.madenet.core.io;

import java.nio.ByteBuffer;

/** Types of a safetensors file that have a float32 value. The buffers are little endian. */
public enum TensorType {
  /** 64-bit floating point, rounded to float32. */
  F64(8) {
    @Override
    float next(ByteBuffer bytes) {
      return (float) bytes.getDouble();
    }
  },
  /** 32-bit floating point. */
  F32(4) {
    @Override
    float next(ByteBuffer bytes) {
      return bytes.getFloat();
    }
  },
  /** IEEE 754 half precision, exact in float32. */
  F16(2) {
    @Override
    float next(ByteBuffer bytes) {
      return halfToFloat(bytes.getShort());
    }
  },
  /** The upper half of a float32. */
  BF16(2) {
    @Override
    float next(ByteBuffer bytes) {
      return Float.intBitsToFloat(bytes.getShort() << 16);
    }
  },
  /** 64-bit integer, rounded to float32. */
  I64(8) {
    @Override
    float next(ByteBuffer bytes) {
      return bytes.getLong();
    }
  },
  /** 32-bit integer, rounded to float32. */
  I32(4) {
    @Override
    float next(ByteBuffer bytes) {
      return bytes.getInt();
    }
  },
  /** 16-bit integer. */
  I16(2) {
    @Override
    float next(ByteBuffer bytes) {
      return bytes.getShort();
    }
  },
  /** 8-bit integer. */
  I8(1) {
    @Override
    float next(ByteBuffer bytes) {
      return bytes.get();
    }
  },
  /** 8-bit unsigned integer. */
  U8(1) {
    @Override
    float next(ByteBuffer bytes) {
      return bytes.get() & 0xff;
    }
  },
  /** Truth value: 0 or 1. */
  BOOL(1) {
    @Override
    float next(ByteBuffer bytes) {
      return bytes.get() == 0 ? 0 : 1;
    }
  };

  private final int bytes;

  TensorType(int bytes) {
    this.bytes = bytes;
  }

  /**
   * Size of one element.
   *
   * @return bytes
   */
  public int bytes() {
    return bytes;
  }

  /** The value of the next element of a little-endian buffer. */
  abstract float next(ByteBuffer bytes);

  /** Reads {@code count} elements into {@code values} from {@code offset} on. */
  final void decode(ByteBuffer bytes, float[] values, int offset, int count) {
    if (this == F32) {
      bytes.asFloatBuffer().get(values, offset, count);
      return;
    }
    for (int i = offset; i < offset + count; i++) {
      values[i] = next(bytes);
    }
  }

  /** Widens a half-precision number: 1 sign, 5 exponent and 10 fraction bits. */
  static float halfToFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = half >> 10 & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0) {
      // Zero and subnormal numbers are multiples of 2^-24.
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    int wideExponent = exponent == 0x1f ? 0xff : exponent - 15 + 127;
    return Float.intBitsToFloat(sign | wideExponent << 23 | fraction << 13);
  }
}
