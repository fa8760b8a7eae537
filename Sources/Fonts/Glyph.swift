/// What one character takes up on a line.
///
/// - Units: `advance` in 64ths of a pixel, the rest in pixels upwards from the line that letters stand on.
struct Extent {
    let advance: Int
    let left: Int
    let bottom: Int
    let right: Int
    let top: Int
}

/// How much of each pixel something covers.
struct Coverage {
    /// Of the upper left corner; upwards from the line.
    let left: Int
    let top: Int
    let width: Int
    let height: Int
    /// 0 to 255, row by row.
    let levels: [UInt8]
}
