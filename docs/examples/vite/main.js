import "wemem-lab";
