import DefaultTheme from "vitepress/theme";
import "wemem-lab";

export default DefaultTheme;
