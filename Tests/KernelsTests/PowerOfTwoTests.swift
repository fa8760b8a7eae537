import Foundation
import Testing

@testable import Kernels

struct PowerOfTwoTests {
    @Test func `is within one unit in the last place of the true power`() {
        var worst = 0.0
        for index in 0..<80_000 {
            let x = -Float(index) / 640
            let found = powerOfTwo(notAboveZero: SIMD8(repeating: x))[0]
            let truth = exp2(Double(x))
            worst = max(worst, abs(Double(found) - truth) / Double(Float(truth).ulp))
        }
        #expect(worst < 1)
    }

    @Test func `far below zero it stays at a number that no sum with a one in it can feel`() {
        for x in [-125, -126, -1000, -Float.greatestFiniteMagnitude, -Float.infinity] {
            #expect(powerOfTwo(notAboveZero: SIMD8(repeating: x)) == SIMD8(repeating: 0x1p-125))
        }
        #expect(1 + 4096 * Float(0x1p-125) == 1)
    }

    @Test func `zero gives one, and NaN stays NaN`() {
        #expect(powerOfTwo(notAboveZero: .zero) == SIMD8(repeating: 1))
        #expect(powerOfTwo(notAboveZero: SIMD8(repeating: .nan))[3].isNaN)
    }
}
