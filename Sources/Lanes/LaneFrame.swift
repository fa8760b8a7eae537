/// What one run of a program works on.
public struct LaneFrame: Sendable {
    /// In pixels.
    public let width: Int
    public let height: Int

    /// Registers set from outside.
    public let settings: [LaneProgram.Constant]

    /// What `sample` and `fetch` read, by number.
    public let pictures: [LanePicture]

    /// What outputs write to, by number; nil where nobody wants it. All have the frame's size.
    public let targets: [LanePicture?]

    public init(
        width: Int, height: Int, settings: [LaneProgram.Constant], pictures: [LanePicture], targets: [LanePicture?]
    ) {
        for target in targets.compactMap(\.self) {
            precondition(
                target.width == width && target.height == height,
                "\(target.width) × \(target.height) pixels for \(width) × \(height)")
        }
        self.width = width
        self.height = height
        self.settings = settings
        self.pictures = pictures
        self.targets = targets
    }

    /// Two rows of pixels each.
    public var bandCount: Int { (height + 1) / 2 }
}

extension LanePlan {
    /// Makes the pixels of some bands of two rows.
    ///
    /// Bands may be made side by side, each by one thread.
    ///
    /// - Parameter passes: how many passes of loops a block of pixels may take in all.
    /// - Returns: false if one took more; the picture is then unfinished.
    public func render(_ bands: Range<Int>, of frame: LaneFrame, passes: Int) -> Bool {
        precondition(bands.lowerBound >= 0 && bands.upperBound <= frame.bandCount, "\(bands) of \(frame.bandCount)")
        let machine = LaneMachine(self, frame)
        guard machine.prepare(passes: passes) else { return false }
        for band in bands {
            for column in stride(from: 0, to: frame.width, by: LaneMachine.columns) {
                guard machine.render(column: column, row: 2 * band, passes: passes) else { return false }
            }
        }
        return true
    }
}
