"""What entries of several lists share: names of marks, floors, plausible ranges, sources."""

from measure.model import Floor, View

LATERAL, FRONTAL = (View.LATERAL,), (View.FRONTAL,)

# Floors: what readers differ by beyond point noise (domain reference §6).
HEIGHT_FLOOR = Floor(absolute=0.5, relative=0.02)  # 0.5 mm; 2 % of a height without a scale
WEDGE_FLOOR = Floor(absolute=2.0)
COBB_FLOOR = Floor(absolute=2.5)

# What a patient can have, wide enough for children, collapse and magnification: to find slips in typed numbers.
HEIGHTS = (2.0, 60.0)
RATIOS = (0.05, 3.0)
SAGITTAL_ANGLES = (-120.0, 150.0)
CURVES = (0.0, 170.0)

SITES = ("anterior", "middle", "posterior")
SA, SM, SP = "superior_anterior", "superior_middle", "superior_posterior"
IA, IM, IP = "inferior_anterior", "inferior_middle", "inferior_posterior"
CORNERS = ("superior_left", "superior_right", "inferior_left", "inferior_right")
EACH_CORNER = tuple(f"each.{corner}" for corner in CORNERS)
BODY = (SA, SP, IA, IP)

SIX_POINT = "Genant HK et al. J Bone Miner Res 1993;8:1137–48 (six-point morphometry)"
BECK = "Beck E. Röntgenologische Meßmethoden bei Wirbelbrüchen. Hefte Unfallheilkd 1971"
COBB = "Cobb JR. Outline for the study of scoliosis. Instr Course Lect 1948;5:261–75"
CARMAN = "Carman DL et al. J Bone Joint Surg Am 1990;72:328–33 (reader variation of the Cobb angle)"
ULMAR = "Ulmar B et al. 2010 (vertebral, local and segmental kyphosis; segmental repeats best)"
NICE = "NICE HTG422 §4.6–4.8 (Beck index, wedge angle, Cobb angle after expandable implants)"
GENANT = "Genant HK et al. J Bone Miner Res 1993;8:1137–48 (grades of vertebral deformity)"
MCKIERNAN = "McKiernan F et al. 2003 (the same restoration under four formulas)"
SCHWAB = "Schwab F et al. Spine 2012 (SRS–Schwab sagittal modifiers)"
