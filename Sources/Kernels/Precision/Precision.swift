/// How exact the products of a network are. Sums are 32 bits wide, or wider, throughout.
public enum Precision: String, Sendable, CaseIterable {
    case float32
    /// Both factors rounded to eight bits of mantissa, with the exponents of 32-bit floats.
    case bfloat16
    /// Both factors rounded to whole numbers up to ±127, times a scale for every row and up to 256 steps of the depth;
    /// what matrices do not multiply is as in `bfloat16`.
    case int8

    /// What a run wants of its diffusion models, for the duration of a task; they alone follow it.
    @TaskLocal public static var asked = Precision.float32

    /// What layers obey, for the duration of a task: exact unless a network says otherwise.
    @TaskLocal public static var current = Precision.float32
}
