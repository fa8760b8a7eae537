import Foundation

extension Oracle {
    public static func exp(_ x: [Float]) -> [Double] { x.map { Foundation.exp(Double($0)) } }
    public static func tanh(_ x: [Float]) -> [Double] { x.map { Foundation.tanh(Double($0)) } }
    public static func erf(_ x: [Float]) -> [Double] { x.map { Foundation.erf(Double($0)) } }
    public static func sigmoid(_ x: [Float]) -> [Double] { x.map { 1 / (1 + Foundation.exp(-Double($0))) } }
    public static func silu(_ x: [Float]) -> [Double] { x.map { Double($0) / (1 + Foundation.exp(-Double($0))) } }

    public static func gelu(_ x: [Float]) -> [Double] { x.map { gelu(Double($0)) } }

    public static func geluTanh(_ x: [Float]) -> [Double] {
        x.map { value in
            let x = Double(value)
            return 0.5 * x * (1 + Foundation.tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
        }
    }

    public static func quickGELU(_ x: [Float]) -> [Double] {
        x.map { Double($0) / (1 + Foundation.exp(-1.702 * Double($0))) }
    }

    public static func geglu(_ x: [Float], columns: Int) -> [Double] {
        stride(from: 0, to: x.count, by: 2 * columns).flatMap { row in
            (row..<row + columns).map { Double(x[$0]) * gelu(Double(x[$0 + columns])) }
        }
    }

    private static func gelu(_ x: Double) -> Double { x * 0.5 * erfc(-x / 2.0.squareRoot()) }
}
