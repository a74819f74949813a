"""Writes the colour map inferno as 256 lines RRGGBB.

Source: matplotlib's table of inferno (Nathaniel Smith and Stefan van der Walt, CC0).
Usage: pip install matplotlib==3.9.2
       python tools/make_inferno_table.py > \
           madenet-bench/src/main/resources/org/madenet/bench/report/inferno.txt
"""

from matplotlib._cm_listed import _inferno_data

for colour in _inferno_data:
    print("".join(f"{round(255 * channel):02X}" for channel in colour))
