/// The sum of the products of `count` numbers, in four vectors of partial sums.
@inline(__always)
func dotProduct(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int) -> Float {
    var (sum0, sum1, sum2, sum3) = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
    var index = 0
    while index + 32 <= count {
        sum0.addProduct(a.vector(at: index), b.vector(at: index))
        sum1.addProduct(a.vector(at: index + 8), b.vector(at: index + 8))
        sum2.addProduct(a.vector(at: index + 16), b.vector(at: index + 16))
        sum3.addProduct(a.vector(at: index + 24), b.vector(at: index + 24))
        index += 32
    }
    while index + 8 <= count {
        sum0.addProduct(a.vector(at: index), b.vector(at: index))
        index += 8
    }
    var sum = ((sum0 + sum1) + (sum2 + sum3)).sum()
    while index < count {
        sum += a[index] * b[index]
        index += 1
    }
    return sum
}
